using System.Collections.Concurrent;

namespace ZohoCrm.Emulator.Crm.Organization;

/// <summary>The organisation's profiles, and the profile of each user: Administrator by default.</summary>
internal sealed class ProfileTable
{
    private readonly IdGenerator _ids;
    private readonly ConcurrentDictionary<string, CrmProfile> _byUser = new();
    private readonly object _adding = new();
    private volatile CrmProfile[] _profiles;

    public ProfileTable(IdGenerator ids)
    {
        _ids = ids;
        Administrator = new(ids.WithSuffix(26011), "Administrator");
        _profiles = [Administrator, new(ids.WithSuffix(26014), "Standard")];
    }

    public CrmProfile Administrator { get; }

    public IReadOnlyList<CrmProfile> All => _profiles;

    public CrmProfile Get(CrmUser user) => _byUser.GetValueOrDefault(user.Id, Administrator);

    public void Set(CrmUser user, CrmProfile profile) => _byUser[user.Id] = profile;

    public CrmProfile Add(string name)
    {
        lock (_adding)
        {
            if (Array.Exists(_profiles, other => other.Name == name))
            {
                throw new ArgumentException($"There is a profile {name} already.", nameof(name));
            }

            var profile = new CrmProfile(_ids.Next(), name);
            _profiles = [.. _profiles, profile];
            return profile;
        }
    }
}
