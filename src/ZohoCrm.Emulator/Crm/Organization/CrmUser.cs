namespace ZohoCrm.Emulator.Crm.Organization;

/// <summary>A user of the organisation, as in <c>Locked_By__s</c> and <c>Modified_By</c> (protocol 1.4).</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The user's full name.</param>
public sealed record CrmUser(string Id, string Name)
{
    /// <summary>The first word of the name; null if it has only one.</summary>
    public string? FirstName => Name.Split(' ', 2) is [var first, _] ? first : null;

    /// <summary>The name without the first name.</summary>
    public string LastName => Name.Split(' ', 2)[^1];

    /// <summary>The user's e-mail address: the name, at a domain that does not exist.</summary>
    public string Email =>
        $"{string.Join('.', Name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant()}@zylker.example";
}
