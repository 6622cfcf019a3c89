using System.Net;
using System.Security;

namespace ZohoLock.Credentials;

/// <summary>Settings for a connection from the environment or a secret vault, named after the parameters of Connect-ZohoCrm.</summary>
/// <param name="place">Where the settings are from, for messages: <c>the environment</c>.</param>
/// <param name="values">The values by parameter name, each a string or a SecureString.</param>
/// <param name="getName">Returns the name of a parameter's setting, for messages: <c>ZOHO_CRM_CLIENT_ID</c>.</param>
internal sealed class NamedSettings(string place, IReadOnlyDictionary<string, object> values, Func<string, string> getName)
{
    private const string ClientId = nameof(ClientId);
    private const string ClientSecret = nameof(ClientSecret);
    private const string RefreshToken = nameof(RefreshToken);
    private const string AccessToken = nameof(AccessToken);
    private const string OrganizationId = nameof(OrganizationId);
    private const string Scope = nameof(Scope);

    /// <summary>The parameters that may be set.</summary>
    public static IReadOnlyList<string> Parameters { get; } =
    [
        ClientId, ClientSecret, RefreshToken, AccessToken, OrganizationId, Scope,
        nameof(DataCenter), nameof(Environment), nameof(ApiDomain), nameof(AccountsUri), nameof(Edition),
    ];

    public DataCenter? DataCenter => ReadEnum<DataCenter>(nameof(DataCenter));

    public CrmEnvironment? Environment => ReadEnum<CrmEnvironment>(nameof(Environment));

    public CrmEdition? Edition => ReadEnum<CrmEdition>(nameof(Edition));

    public Uri? ApiDomain => ReadUri(nameof(ApiDomain));

    public Uri? AccountsUri => ReadUri(nameof(AccountsUri));

    /// <summary>Creates a credential: an access token, a refresh token, or the client itself for an organisation.</summary>
    /// <exception cref="ZohoException">The settings are incomplete; the message says what is missing.</exception>
    public Credential ToCredential()
    {
        if (ReadSecureString(AccessToken) is { } accessToken)
        {
            return new AccessTokenCredential(accessToken);
        }

        return (ReadString(ClientId), ReadSecureString(ClientSecret), ReadSecureString(RefreshToken), ReadString(OrganizationId)) switch
        {
            ({ } id, { } secret, { } refreshToken, _) => new RefreshTokenCredential(id, secret, refreshToken),
            ({ } id, { } secret, null, { } organization) =>
                new ClientCredentials(id, secret, organization) { Scope = ReadString(Scope) ?? OAuthClientCredential.DefaultScope },
            _ => throw CreateIncompleteError(),
        };
    }

    private ZohoException CreateIncompleteError()
    {
        var missing = new[] { ClientId, ClientSecret, RefreshToken }.Where(name => !values.ContainsKey(name)).Select(getName);
        return new ZohoException(ZohoError.Input(
            "IncompleteCredentials",
            $"{place} lacks {string.Join(", ", missing)}",
            $"It needs {getName(ClientId)}, {getName(ClientSecret)} and {getName(RefreshToken)} (or {getName(OrganizationId)} in place of the last), "
            + $"or {getName(AccessToken)} alone."));
    }

    private T? ReadEnum<T>(string name)
        where T : struct, Enum => ReadString(name) switch
        {
            null => null,
            var text when Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } known =>
                Enum.Parse<T>(known),
            var text => throw new ZohoException(ZohoError.Input("InvalidSetting", $"{getName(name)} in {place} is '{text}'", $"It can be {string.Join(", ", Enum.GetNames<T>())}.")),
        };

    // The error doesn't repeat the value: it may contain a password.
    private Uri? ReadUri(string name) => ReadString(name) switch
    {
        null => null,
        var text when !text.Contains("://", StringComparison.Ordinal) => throw CreateAddressError(name, "has no https:// before it"),
        var text when Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) => address,
        _ => throw CreateAddressError(name, "is no address"),
    };

    private ZohoException CreateAddressError(string name, string what) => new(ZohoError.Input(
        "InvalidSetting",
        $"{getName(name)} in {place} {what}",
        $"Give it as https://{(name == nameof(AccountsUri) ? "accounts.zoho.eu" : "www.zohoapis.eu")}."));

    private string? ReadString(string name) => values.GetValueOrDefault(name) switch
    {
        SecureString secure => new NetworkCredential(string.Empty, secure).Password,
        var other => other as string,
    };

    private SecureString? ReadSecureString(string name) => values.GetValueOrDefault(name) switch
    {
        SecureString secure => secure,
        string text => new NetworkCredential(string.Empty, text).SecurePassword,
        _ => null,
    };
}
