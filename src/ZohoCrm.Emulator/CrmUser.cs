namespace ZohoCrm.Emulator;

/// <summary>A user of the emulated organisation, as <c>Locked_By__s</c> and <c>Modified_By</c> name one (protocol 1.4).</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The user's full name.</param>
public sealed record CrmUser(string Id, string Name)
{
    /// <summary>The user's address: made of the name, at a domain that is nobody's.</summary>
    public string Email =>
        $"{string.Join('.', Name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant()}@zylker.example";
}
