using System.Security.Cryptography;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>Creates random identifiers and secrets that look like Zoho's.</summary>
internal static class ZohoSecret
{
    public static string CreateClientId() => $"1000.{RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 30)}";

    public static string CreateClientSecret() => Hex(42);

    /// <summary>An access token, a refresh token or a grant code.</summary>
    public static string CreateToken() => $"1000.{Hex(32)}.{Hex(32)}";

    /// <summary>A code that a user types. It has no vowels, so that it forms no words, and no letters that look like digits.</summary>
    public static string CreateUserCode() => $"{Letters(4)}-{Letters(4)}";

    private static string Letters(int length) => RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXZ", length);

    private static string Hex(int length) => RandomNumberGenerator.GetHexString(length, lowercase: true);
}
