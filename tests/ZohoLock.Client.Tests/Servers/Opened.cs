using System.Net;
using System.Security;
using ZohoCrm.Emulator;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>Connections opened to a test's servers.</summary>
internal static class Opened
{
    public const string Token = "1000.access.given";

    /// <summary>The policy of most tests: nothing is repeated, and a call may take longer than any test should.</summary>
    public static RetryPolicy Quick { get; } = new()
    {
        CallTimeout = TimeSpan.FromMinutes(2),
        Patience = TimeSpan.Zero,
        RunPatience = TimeSpan.Zero,
        TokenPatience = TimeSpan.Zero,
        FirstPause = TimeSpan.FromMilliseconds(1),
        FirstTokenPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(2),
        LongestWait = TimeSpan.FromSeconds(30),
    };

    /// <summary>The policy where repeats are what is tested: they come at once, and for longer than any test should take.</summary>
    public static RetryPolicy Repeating { get; } = Quick with { Patience = TimeSpan.FromMinutes(2), RunPatience = TimeSpan.FromMinutes(2) };

    public static SecureString Secure(string text) => new NetworkCredential(string.Empty, text).SecurePassword;

    public static ConnectionOptions TokenOptions(Uri api, string version = "v7") => new()
    {
        Credential = new AccessTokenCredential(Secure(Token)),
        ApiDomain = api,
        AccountsUri = api,
        ApiVersion = version,
    };

    public static ConnectionOptions RefreshOptions(Uri accounts, Uri? api) => new()
    {
        Credential = new RefreshTokenCredential("1000.CLIENT", Secure("secret-of-the-client"), Secure("1000.refresh.token")),
        AccountsUri = accounts,
        ApiDomain = api,
    };

    public static ConnectionOptions Options(CrmEmulator emulator, string version = "v7") => new()
    {
        Credential = new RefreshTokenCredential(emulator.ClientId, Secure(emulator.ClientSecret), Secure(emulator.RefreshToken)),
        AccountsUri = emulator.BaseUri,
        ApiVersion = version,
    };

    /// <summary>A connection with an access token that is simply there.</summary>
    public static Task<Connection> WithToken(LiteralServer api, string version = "v7", RetryPolicy? policy = null) =>
        Open(TokenOptions(api.BaseUri, version), policy);

    /// <summary>A connection with a refresh token, and separate hosts for tokens and calls.</summary>
    public static Task<Connection> WithRefreshToken(LiteralServer accounts, LiteralServer api, RetryPolicy? policy = null) =>
        Open(RefreshOptions(accounts.BaseUri, api.BaseUri), policy);

    public static Task<Connection> To(CrmEmulator emulator, string version = "v7", RetryPolicy? policy = null) =>
        Open(Options(emulator, version), policy);

    public static Task<Connection> Open(ConnectionOptions options, RetryPolicy? policy = null) =>
        Connection.OpenAsync(options, policy ?? Quick, CancellationToken.None);
}
