using System.Security.Cryptography;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>Random identifiers and secrets that look like Zoho's.</summary>
internal static class ZohoSecret
{
    public static string ClientId() => $"1000.{RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 30)}";

    public static string ClientSecret() => Hex(42);

    /// <summary>An access token, a refresh token or a grant code.</summary>
    public static string Token() => $"1000.{Hex(32)}.{Hex(32)}";

    /// <summary>A code to read from one screen and type at another: no vowels, so no words, and nothing like a digit.</summary>
    public static string UserCode() => $"{Letters(4)}-{Letters(4)}";

    private static string Letters(int length) => RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXZ", length);

    private static string Hex(int length) => RandomNumberGenerator.GetHexString(length, lowercase: true);
}
