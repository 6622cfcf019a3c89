using System.Diagnostics.CodeAnalysis;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Crm;

/// <summary>The emulated organisation: its users, profiles and modules.</summary>
internal sealed class CrmOrganization
{
    private readonly IdGenerator _ids;
    private readonly object _adding = new();
    private volatile CrmUser[] _users;
    private volatile CrmModule[] _modules = [];

    public CrmOrganization(EmulatorSettings settings, TimeProvider time)
    {
        Settings = settings;
        Time = time;
        _ids = new(settings.OrganizationPrefix);
        User = new(_ids.WithSuffix(424672), "Patricia Boyle");
        Id = _ids.WithSuffix(20005);
        RoleId = _ids.WithSuffix(26005);
        Profiles = new(_ids);
        LockingInformation = new(_ids);
        _users = [User];
    }

    public EmulatorSettings Settings { get; }

    public TimeProvider Time { get; }

    public string Id { get; }

    /// <summary>The id of the role that all users have.</summary>
    public string RoleId { get; }

    /// <summary>The user who owns the records and whose refresh token the emulator offers.</summary>
    public CrmUser User { get; }

    public IReadOnlyList<CrmUser> Users => _users;

    public ProfileTable Profiles { get; }

    public IReadOnlyCollection<CrmModule> Modules => _modules;

    public LockingInformation LockingInformation { get; }

    public CrmUser AddUser(string name, CrmProfile? profile)
    {
        var user = new CrmUser(_ids.Next(), name);
        lock (_adding)
        {
            _users = [.. _users, user];
        }

        if (profile is not null)
        {
            Profiles.Set(user, profile);
        }

        return user;
    }

    /// <summary>Finds a user by id, or by the full name that a row of an export has.</summary>
    public CrmUser? FindUser(string idOrName)
    {
        var users = _users;
        return Array.Find(users, user => user.Id == idOrName) ?? Array.Find(users, user => user.Name == idOrName);
    }

    public CrmModule AddModule(string apiName)
    {
        lock (_adding)
        {
            if (TryFindModule(apiName, StringComparison.OrdinalIgnoreCase, out _))
            {
                throw new ArgumentException($"There is a module {apiName} already.", nameof(apiName));
            }

            var module = new CrmModule(apiName, Settings, Time, _ids, () => _users);
            _modules = [.. _modules, module];
            return module;
        }
    }

    public bool TryFindModule(string apiName, StringComparison comparison, [NotNullWhen(true)] out CrmModule? module)
    {
        foreach (var candidate in _modules)
        {
            if (string.Equals(candidate.ApiName, apiName, comparison))
            {
                module = candidate;
                return true;
            }
        }

        module = null;
        return false;
    }
}
