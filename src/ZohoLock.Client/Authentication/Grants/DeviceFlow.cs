using System.Diagnostics.CodeAnalysis;

namespace ZohoLock.Authentication.Grants;

/// <summary>Signs in a user who enters a code on another device (protocol section 4.1); polls at the interval that Zoho allows.</summary>
internal sealed class DeviceFlow(DeviceCodeCredential credential, OAuthClient client, bool allowOtherDataCenter, TimeProvider time)
{
    private const string CodePath = "/oauth/v3/device/code";
    private const string TokenPath = "/oauth/v3/device/token";

    // The limits of what a user can type and read.
    private const int MaxUserCodeLength = 32;
    private const int MaxAddressLength = 500;

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(5);

    // Zoho allows one poll in 30 seconds; one second more allows for network delays.
    private static readonly TimeSpan DefaultPollInterval = TimeSpan.FromSeconds(31);
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);

    // RFC 8628 polls every 5 seconds by default; with more than a minute, a user who has accepted would think that it failed.
    private static readonly TimeSpan MinPollInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromMinutes(1);

    /// <summary>Shows the code, and returns the tokens and the token endpoint, which may be another data centre's.</summary>
    /// <exception cref="ZohoException">
    /// The user refused or didn't enter the code, Zoho refuses the client, or the code or address can't be Zoho's.
    /// </exception>
    public async Task<(TokenResponse Response, TokenEndpoint Endpoint)> RunAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        var (start, uri) = await StartAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var expires = time.GetUtcNow() + (start.Lifetime ?? DefaultLifetime);
        credential.Show(new DeviceCode(start.UserCode!, uri, expires));

        using var code = new Secret(start.DeviceCode!, nameof(start.DeviceCode));
        var pause = start.Interval is { } seconds
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, MinPollInterval.TotalSeconds, MaxPollInterval.TotalSeconds))
            : DefaultPollInterval;
        while (true)
        {
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            var response = await PollAsync(endpoint, code, expires, cancellationToken).ConfigureAwait(false);
            if (response is { AccessToken.Length: > 0 })
            {
                return (response, endpoint);
            }

            switch (response)
            {
                case { Error: TokenErrors.OtherDataCenterCode } when allowOtherDataCenter && ZohoHosts.FindLocation(response.UserLocation) is { } home
                    && !ZohoHosts.IsSameHost(ZohoHosts.Accounts(home), endpoint.Accounts):
                    endpoint = endpoint.WithAccounts(ZohoHosts.Accounts(home));
                    break;
                case { Error: "slow_down" }:
                    pause = pause + SlowDownStep < MaxPollInterval ? pause + SlowDownStep : MaxPollInterval;
                    break;
            }
        }
    }

    private async Task<(TokenResponse Start, Uri Uri)> StartAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        var form = client.CreateForm("device_request", ("scope", credential.Scope), ("access_type", "offline"), ("prompt", "consent"));
        endpoint.RedactForm(form);
        form.Remove("client_secret");
        var (status, response, redirectsTo) = await endpoint.PostAsync(CodePath, form, cancellationToken).ConfigureAwait(false);
        return response is { DeviceCode: { Length: > 0 } code, UserCode: { } userCode } && Secret.IsToken(code) && IsUserCode(userCode)
            && (ZohoHosts.TryParse(response.VerificationUriComplete, out var uri) || ZohoHosts.TryParse(response.VerificationUrl, out uri))
            ? (response, RequireZohoAddress(uri, endpoint))
            : throw new ZohoException(TokenErrors.Describe(status, response, endpoint.Accounts, "device_request", redirectsTo));
    }

    private static bool IsUserCode(string text) =>
        text.Length is > 0 and <= MaxUserCodeLength && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    // Users enter their password at the address that they are shown.
    private static Uri RequireZohoAddress(Uri address, TokenEndpoint endpoint)
    {
        var isZohoAddress = (ZohoHosts.IsSameHost(address, endpoint.Accounts) || ZohoHosts.FindAccounts(address) is not null)
            && address.UserInfo.Length == 0
            && address.OriginalString.Length <= MaxAddressLength
            && !address.OriginalString.AsSpan().ContainsAnyExceptInRange('!', '~');
        return isZohoAddress
            ? address
            : throw new ZohoException(TokenErrors.UnknownVerificationAddress(
                endpoint.Redactor.RedactMessage($"{address.Scheme}://{address.IdnHost}"), endpoint.Accounts));
    }

    // The granting or pending response; null if the poll was lost. Any other response is a final error.
    private async Task<TokenResponse?> PollAsync(TokenEndpoint endpoint, Secret code, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        TokenResponse? open = null;
        try
        {
            var (status, response, redirectsTo) = await endpoint
                .PostAsync(TokenPath, client.CreateForm("device_token", ("code", code.Reveal())), cancellationToken).ConfigureAwait(false);
            open = IsOpen(response) ? response : null;
            if (open is null && status < 500)
            {
                throw new ZohoException(TokenErrors.Describe(status, response, endpoint.Accounts, "device_token", redirectsTo));
            }
        }
        catch (ZohoException failure) when (failure.Error.Outcome != CallOutcome.Refused && time.GetUtcNow() < expires)
        {
            // A lost poll does no harm: the next one asks again.
        }

        return open is not { AccessToken.Length: > 0 } && time.GetUtcNow() >= expires
            ? throw new ZohoException(TokenErrors.Expired(endpoint.Accounts))
            : open;
    }

    // Whether it grants a token, or the user may still enter the code.
    private bool IsOpen([NotNullWhen(true)] TokenResponse? response) => response switch
    {
        { AccessToken: { Length: > 0 } token } => Secret.IsToken(token),
        { Error: "authorization_pending" or "slow_down" } => true,
        { Error: TokenErrors.OtherDataCenterCode } => allowOtherDataCenter && ZohoHosts.FindLocation(response.UserLocation) is not null,
        _ => false,
    };
}
