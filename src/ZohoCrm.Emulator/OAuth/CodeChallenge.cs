using System.Security.Cryptography;
using System.Text;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>A PKCE code challenge: the code can only be exchanged with its verifier (protocol 4.1).</summary>
internal sealed record CodeChallenge(string Challenge, bool IsHashed)
{
    public bool IsMetBy(string? verifier) => verifier is not null && (IsHashed ? Hash(verifier) : verifier) == Challenge;

    private static string Hash(string verifier) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
