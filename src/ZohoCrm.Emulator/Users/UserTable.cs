namespace ZohoCrm.Emulator.Users;

/// <summary>The organisation's users, the first of them whose refresh token the emulator has.</summary>
internal sealed class UserTable(CrmUser first)
{
    private readonly object _adding = new();
    private volatile CrmUser[] _users = [first];

    public IReadOnlyList<CrmUser> All => _users;

    public void Add(CrmUser user)
    {
        lock (_adding)
        {
            _users = [.. _users, user];
        }
    }
}
