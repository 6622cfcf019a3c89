using System.Text;

namespace ZohoLock.Credentials;

/// <summary>The environment variables that ZohoLock reads, for unattended runs.</summary>
internal static class EnvironmentVariables
{
    private const string Prefix = "ZOHO_CRM_";

    /// <summary>The folder of the token cache: ZOHO_CRM_TOKEN_CACHE, or by default a folder of the user.</summary>
    public static string TokenCachePath => Environment.GetEnvironmentVariable($"{Prefix}TOKEN_CACHE") is { Length: > 0 } given
        ? given
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "ZohoLock", "tokens");

    /// <summary>Reads the connection's settings.</summary>
    public static NamedSettings Read()
    {
        var values = new Dictionary<string, object>();
        foreach (var parameter in NamedSettings.Parameters)
        {
            if (Environment.GetEnvironmentVariable(GetVariableName(parameter)) is { Length: > 0 } value)
            {
                values[parameter] = value;
            }
        }

        return new("the environment", values, GetVariableName);
    }

    // ClientId: ZOHO_CRM_CLIENT_ID
    private static string GetVariableName(string parameter)
    {
        var name = new StringBuilder(Prefix);
        foreach (var letter in parameter)
        {
            if (char.IsUpper(letter) && name.Length > Prefix.Length)
            {
                name.Append('_');
            }

            name.Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }
}
