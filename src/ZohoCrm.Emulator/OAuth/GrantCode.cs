using System.Security.Cryptography;
using System.Text;
using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>A grant code: its user, and what its exchange must match: nothing for a self client (protocol 4.1).</summary>
internal sealed record GrantCode(CrmUser User, DateTimeOffset Expires)
{
    /// <summary>The redirect URI of the authorization request.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>The granted scopes; null for all scopes of the client.</summary>
    public ScopeSet? Scope { get; init; }

    public CodeChallenge? Challenge { get; init; }

    public bool GivesRefreshToken { get; init; } = true;
}

/// <summary>A PKCE code challenge: the code can only be exchanged with its verifier (protocol 4.1).</summary>
internal sealed record CodeChallenge(string Challenge, bool IsHashed)
{
    public bool IsMetBy(string? verifier) => verifier is not null && (IsHashed ? Hash(verifier) : verifier) == Challenge;

    private static string Hash(string verifier) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
