using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ZohoLock.Authentication.Grants;

/// <summary>
/// Signs a user in with a browser on this machine (protocol section 4.1). The browser is redirected to a loopback address with a code; the
/// code is accepted only with the state of this sign-in, and exchanged with a verifier that never leaves this process (PKCE, RFC 7636).
/// </summary>
internal sealed class BrowserFlow(BrowserCredential credential, OAuthClient client, bool allowOtherDataCenter, TimeProvider time)
{
    // The user may close the page without signing in.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly string _state = Base64Url(RandomNumberGenerator.GetBytes(32));
    private readonly string _verifier = Base64Url(RandomNumberGenerator.GetBytes(32));

    /// <summary>Opens the browser, and returns the tokens and the token endpoint, which may be another data centre's.</summary>
    /// <exception cref="ZohoException">The user refused or didn't sign in, the redirect URI can't be used, or Zoho refuses.</exception>
    public async Task<(TokenResponse Response, TokenEndpoint Endpoint)> RunAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var listener = LoopbackListener.Start(credential.RedirectUri, time);
        using var timeout = new CancellationTokenSource(Patience, time);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        credential.Open(new Uri(endpoint.Accounts, $"/oauth/v2/auth?{Query()}"));
        try
        {
            var redirect = await listener.ReceiveAsync(HasState, late.Token).ConfigureAwait(false);
            if (redirect.GetValueOrDefault("code") is not { Length: > 0 } code)
            {
                throw new ZohoException(TokenErrors.DescribeRedirect(endpoint.Accounts, redirect.GetValueOrDefault("error")));
            }

            var home = GetAccountsEndpoint(endpoint, redirect.GetValueOrDefault("accounts-server"));
            using var secret = new Secret(code, "GrantCode");
            return (await CodeExchange.RequestAsync(client, home, secret, credential.RedirectUri, _verifier, cancellationToken).ConfigureAwait(false), home);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ZohoException(ZohoError.Input(
                "NobodySignedIn",
                string.Create(CultureInfo.InvariantCulture, $"nobody signed in within {Patience.TotalMinutes:0} minutes"),
                "Connect again, and accept on the page that Zoho shows. -UseDeviceCode does without a browser on this machine."));
        }
    }

    private string Query()
    {
        var challenge = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)));
        (string Name, string Value)[] parameters =
        [
            ("scope", credential.Scope), ("client_id", client.Id), ("response_type", "code"), ("access_type", "offline"),
            ("redirect_uri", credential.RedirectUri.OriginalString), ("prompt", "consent"), ("state", _state),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ];
        return string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
    }

    // Any web page can make the browser call a loopback address, but only Zoho's redirect has the state.
    private bool HasState(IReadOnlyDictionary<string, string?> redirect) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(redirect.GetValueOrDefault("state") ?? string.Empty), Encoding.UTF8.GetBytes(_state));

    // The code must be exchanged at the accounts host of the user's own data centre, which the redirect names.
    private TokenEndpoint GetAccountsEndpoint(TokenEndpoint endpoint, string? accountsServer)
    {
        if (!ZohoHosts.TryParse(accountsServer, out var named) || ZohoHosts.IsSameHost(named, endpoint.Accounts))
        {
            return endpoint;
        }

        return ZohoHosts.FindAccounts(named) switch
        {
            { } dataCenter when allowOtherDataCenter => endpoint.WithAccounts(ZohoHosts.Accounts(dataCenter)),
            { } dataCenter => throw new ZohoException(TokenErrors.OtherDataCenter(endpoint.Accounts, dataCenter.ToString())),
            null => throw new ZohoException(ZohoError.Input(
                "UnknownAccountsServer",
                $"the sign-in names an accounts server that is none of Zoho's ({named.IdnHost}), so that the code was not sent there",
                "Check the address of the page that you signed in on, and connect again.")),
        };
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
