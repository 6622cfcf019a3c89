using System.Security.Cryptography;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>Random identifiers and secrets that look like Zoho's.</summary>
internal static class ZohoSecret
{
    public static string ClientId() => $"1000.{RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 30)}";

    public static string ClientSecret() => Hex(42);

    /// <summary>An access token, a refresh token or a grant code.</summary>
    public static string Token() => $"1000.{Hex(32)}.{Hex(32)}";

    private static string Hex(int length) => RandomNumberGenerator.GetHexString(length, lowercase: true);
}
