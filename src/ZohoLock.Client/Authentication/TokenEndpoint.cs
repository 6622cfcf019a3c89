using ZohoLock.Diagnostics;
using ZohoLock.Retrying;
using ZohoLock.Transport;

namespace ZohoLock.Authentication;

/// <summary>The OAuth endpoints of an accounts host (protocol section 4). They report errors with status 200, in the body.</summary>
internal sealed class TokenEndpoint(HttpClient http, Uri accounts, SecretRedactor redactor, TimeProvider time, TimeSpan firstPause = default, Random? jitter = null)
{
    public const string TokenPath = "/oauth/v2/token";

    /// <summary>The accounts host.</summary>
    public Uri Accounts => accounts;

    /// <summary>Tells commands of their requests for tokens.</summary>
    public ConnectionTrace Trace { get; } = new(redactor.RedactMessage);

    /// <summary>The redactor that receives the secrets sent and granted here.</summary>
    public SecretRedactor Redactor => redactor;

    /// <summary>The same endpoints of another accounts host.</summary>
    public TokenEndpoint WithAccounts(Uri otherAccounts) => new(http, otherAccounts, redactor, time, firstPause, jitter);

    /// <summary>Requests an access token, with retries if there is no response; for grants that can be repeated.</summary>
    /// <exception cref="ZohoException">Zoho refuses, throttles, or can't be reached.</exception>
    public async Task<TokenResponse> RequestAsync(string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        try
        {
            return await RetryEngine.RunAsync(
                new Operation<TokenResponse>(_ => RequestOnceAsync(path, form, cancellationToken)) { Subject = new(CallSubject.RequestToken) },
                new TokenRetryState(firstPause, time, jitter ?? Random.Shared, Trace),
                cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException failure)
        {
            // For the API call that needed the token, this failure is final: it wasn't sent and won't be.
            throw new ZohoException(failure.Error with { EndsRun = true, Outcome = CallOutcome.Refused }, failure);
        }
    }

    /// <summary>Requests an access token without retries, for a code that can be used once.</summary>
    /// <inheritdoc cref="RequestAsync" path="/exception"/>
    public async Task<TokenResponse> RequestOnceAsync(string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        var (status, response, redirectsTo) = await PostAsync(path, form, cancellationToken).ConfigureAwait(false);
        if (response is { AccessToken.Length: > 0 } && Secret.IsToken(response.AccessToken))
        {
            Telemetry.CountTokenRequest(errorType: null);
            return response;
        }

        var refusal = TokenErrors.Describe(status, response, accounts, form["grant_type"], redirectsTo);
        Telemetry.CountTokenRequest(refusal.Code);
        throw new ZohoException(refusal);
    }

    /// <summary>Revokes a token; revoking a refresh token also ends its access tokens.</summary>
    /// <exception cref="ZohoException">Zoho doesn't know the token, or can't be reached.</exception>
    public async Task RevokeAsync(string token, CancellationToken cancellationToken)
    {
        var (status, response, _) = await PostAsync(
            "/oauth/v2/token/revoke", new Dictionary<string, string> { ["token"] = token }, cancellationToken).ConfigureAwait(false);
        if (status != 200 || response is not { Status: "success" })
        {
            throw new ZohoException(TokenErrors.NotRevoked(status, accounts));
        }
    }

    /// <summary>Sends a form and returns the response whatever it reports; null if it isn't JSON from Zoho.</summary>
    /// <exception cref="ZohoException">There was no response.</exception>
    public async Task<(int Status, TokenResponse? Response, string? RedirectsTo)> PostAsync(
        string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        RedactForm(form);
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var response = await http.PostAsync(new Uri(accounts, path), content, cancellationToken).ConfigureAwait(false);
            var body = ResponseText.Repair(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return ((int)response.StatusCode, TokenResponse.Parse(body)?.Without(redactor), RedirectTarget.Find(response, redactor));
        }
        catch (HttpRequestException failure)
        {
            throw redactor.Wrap(TransportErrors.Describe(accounts, failure), failure);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            throw new ZohoException(TokenErrors.TimedOut(accounts, http.Timeout), late);
        }
    }

    /// <summary>Adds the secrets of a form to the redactor.</summary>
    public void RedactForm(IReadOnlyDictionary<string, string> form)
    {
        foreach (var (name, value) in form)
        {
            redactor.Add(IsPublic(name) ? null : value);
        }
    }

    private static bool IsPublic(string field) =>
        field is "grant_type" or "client_id" or "scope" or "soid" or "redirect_uri" or "access_type" or "prompt";
}

/// <summary>
/// The attempts at one token request. Few retries bridge a short outage; more would use up the ten tokens that Zoho grants in ten minutes.
/// </summary>
/// <param name="firstPause">The back-off before the first retry; it doubles, with jitter.</param>
/// <param name="time">The clock.</param>
/// <param name="jitter">The source of the jitter.</param>
/// <param name="trace">Tells of the retries.</param>
internal sealed class TokenRetryState(TimeSpan firstPause, TimeProvider time, Random jitter, ConnectionTrace trace) : RetryState
{
    private const int MaxRetries = 4;

    /// <inheritdoc/>
    public override ConnectionTrace Trace => trace;

    /// <inheritdoc/>
    public override bool MayRepeat(ZohoError error) => error.Outcome != CallOutcome.Refused && Failures < MaxRetries;

    /// <inheritdoc/>
    public override Task PauseAsync(CancellationToken cancellationToken)
    {
        var pause = BackOff.Pause(firstPause, Failures - 1, longest: TimeSpan.MaxValue, jitter);
        trace.Retry(LastFailure!.Error, pause);
        return Task.Delay(pause, time, cancellationToken);
    }
}
