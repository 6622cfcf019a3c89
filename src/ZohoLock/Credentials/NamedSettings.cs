using System.Net;
using System.Security;

namespace ZohoLock.Credentials;

/// <summary>What to connect with, kept somewhere under names: those of Connect-ZohoCrm's parameters, or what the place makes of them.</summary>
/// <param name="place">The place, for messages: <c>the environment</c>.</param>
/// <param name="values">The values, each a text or a SecureString, by parameter.</param>
/// <param name="nameOf">What the place calls a parameter.</param>
internal sealed class NamedSettings(string place, IReadOnlyDictionary<string, object> values, Func<string, string> nameOf)
{
    private const string ClientId = nameof(ClientId);
    private const string ClientSecret = nameof(ClientSecret);
    private const string RefreshToken = nameof(RefreshToken);
    private const string AccessToken = nameof(AccessToken);
    private const string OrganizationId = nameof(OrganizationId);
    private const string Scope = nameof(Scope);

    /// <summary>The parameters that may be kept.</summary>
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

    /// <summary>The way in that the settings are enough for: an access token, a refresh token, or the client itself for an organisation.</summary>
    /// <exception cref="ZohoException">They are enough for none; the message says what is missing.</exception>
    public Credential ToCredential()
    {
        if (Secure(AccessToken) is { } accessToken)
        {
            return new AccessTokenCredential(accessToken);
        }

        return (Text(ClientId), Secure(ClientSecret), Secure(RefreshToken), Text(OrganizationId)) switch
        {
            ({ } id, { } secret, { } refreshToken, _) => new RefreshTokenCredential(id, secret, refreshToken),
            ({ } id, { } secret, null, { } organization) =>
                new ClientCredentials(id, secret, organization) { Scope = Text(Scope) ?? OAuthClientCredential.DefaultScope },
            _ => throw Missing(),
        };
    }

    private ZohoException Missing()
    {
        var missing = new[] { ClientId, ClientSecret, RefreshToken }.Where(name => !values.ContainsKey(name)).Select(nameOf);
        return new ZohoException(ZohoError.Input(
            "IncompleteCredentials",
            $"{place} lacks {string.Join(", ", missing)}",
            $"It needs {nameOf(ClientId)}, {nameOf(ClientSecret)} and {nameOf(RefreshToken)} (or {nameOf(OrganizationId)} in place of the last), "
            + $"or {nameOf(AccessToken)} alone."));
    }

    private T? ReadEnum<T>(string name)
        where T : struct, Enum => Text(name) switch
        {
            null => null,
            var text when Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } known =>
                Enum.Parse<T>(known),
            var text => throw new ZohoException(ZohoError.Input("InvalidSetting", $"{nameOf(name)} in {place} is '{text}'", $"It can be {string.Join(", ", Enum.GetNames<T>())}.")),
        };

    // What it says isn't repeated: there may be a password in it.
    private Uri? ReadUri(string name) => Text(name) switch
    {
        null => null,
        var text when !text.Contains("://", StringComparison.Ordinal) => throw InvalidAddress(name, "has no https:// before it"),
        var text when Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) => address,
        _ => throw InvalidAddress(name, "is no address"),
    };

    private ZohoException InvalidAddress(string name, string what) => new(ZohoError.Input(
        "InvalidSetting",
        $"{nameOf(name)} in {place} {what}",
        $"Give it as https://{(name == nameof(AccountsUri) ? "accounts.zoho.eu" : "www.zohoapis.eu")}."));

    private string? Text(string name) => values.GetValueOrDefault(name) switch
    {
        SecureString secure => new NetworkCredential(string.Empty, secure).Password,
        var other => other as string,
    };

    private SecureString? Secure(string name) => values.GetValueOrDefault(name) switch
    {
        SecureString secure => secure,
        string text => new NetworkCredential(string.Empty, text).SecurePassword,
        _ => null,
    };
}
