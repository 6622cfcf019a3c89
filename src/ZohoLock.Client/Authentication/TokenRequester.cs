using System.Diagnostics.CodeAnalysis;
using ZohoLock.Authentication.Caching;
using ZohoLock.Authentication.Grants;
using ZohoLock.Diagnostics;

namespace ZohoLock.Authentication;

/// <summary>
/// Gets new access tokens: from the cache if another process has requested one, else from Zoho. With a cache, only one process at a time
/// makes a request.
/// </summary>
internal sealed class TokenRequester(ITokenGrant grant, TokenEndpoint endpoint, TokenCache? cache, TokenThrottle throttle, TimeProvider time)
{
    /// <summary>Gets a replacement for <paramref name="old"/>; the same token if no new one may be requested.</summary>
    /// <param name="old">The connection's token; null if it has none yet.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ZohoException">Zoho refuses, throttles, or can't be reached.</exception>
    public async Task<AccessToken> ReplaceAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        if (cache is not null)
        {
            return await ReplaceSharedAsync(cache, old, cancellationToken).ConfigureAwait(false);
        }

        return MustKeep(old) ? old : await RequestAsync(old, cancellationToken).ConfigureAwait(false);
    }

    // The first process requests a token; processes that waited for it read that token from the cache.
    private async Task<AccessToken> ReplaceSharedAsync(TokenCache shared, AccessToken? old, CancellationToken cancellationToken)
    {
        using var turn = await shared.EnterAsync(cancellationToken).ConfigureAwait(false);
        var cached = shared.Read();
        if (cached.Token is { } token && token.Value != old?.Value && !token.IsDueForRenewal(time.GetUtcNow()))
        {
            endpoint.Redactor.Add(token.Value);
            endpoint.Trace.StepOnce(token, TraceKind.Token, $"An access token was taken from the cache: another process requested it, and it is {Describe(token)}.");
            return token;
        }

        if (MustKeep(old))
        {
            return old;
        }

        throttle.RecordCached(cached.Throttle);
        throttle.RequireMayRequest(old);
        try
        {
            var granted = await RequestAsync(old, cancellationToken).ConfigureAwait(false);
            shared.Write(new(granted, Throttle: null));
            return granted;
        }
        catch (ZohoException failure) when (failure.Error.Code == TokenErrors.ThrottledCode)
        {
            shared.Write(cached with { Throttle = throttle.Period });
            throw;
        }
    }

    private bool MustKeep([NotNullWhen(true)] AccessToken? old)
    {
        if (old is not { IsRefused: true } || old.MayBeReplaced(time.GetUtcNow()))
        {
            return false;
        }

        endpoint.Trace.StepOnce(old, TraceKind.Token, $"Zoho refused the access token, and no other is requested yet: too many in a row were refused.");
        return true;
    }

    private async Task<AccessToken> RequestAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        var requestedAt = time.GetUtcNow();
        endpoint.Trace.Step(TraceKind.Token, $"An access token is requested from {endpoint.Accounts.Authority}, because {DescribeNeed(old)}.");
        try
        {
            var response = await grant.RequestAsync(endpoint, cancellationToken).ConfigureAwait(false);
            var token = AccessToken.From(response, requestedAt, previous: old);
            endpoint.Trace.StepOnce(token, TraceKind.Token, $"Zoho gave an access token, {Describe(token)}.");
            return token;
        }
        catch (ZohoException failure) when (failure.Error.Code == TokenErrors.ThrottledCode)
        {
            throttle.RecordThrottled(requestedAt);
            TellThrottled(endpoint.Trace, throttle.Period, time);
            throw new ZohoException(failure.Error with { Outcome = TokenThrottle.OutcomeOfCall(old) }, failure);
        }
    }

    /// <summary>Tells a command, once, that Zoho gives no tokens and when the next one is requested.</summary>
    public static void TellThrottled(ConnectionTrace trace, ThrottlePeriod? period, TimeProvider time)
    {
        if (period is not null)
        {
            trace.StepOnce(
                period,
                TraceKind.Token,
                $"Zoho gives no more access tokens for now (10 in 10 minutes are its limit): calls wait, "
                + $"and the next one is requested in {DurationText.From(period.RetryAt - time.GetUtcNow())}.");
        }
    }

    private string Describe(AccessToken token) =>
        token.Expires is { } expires ? $"valid for {DurationText.From(expires - time.GetUtcNow())}" : "valid for a time that Zoho doesn't tell";

    private string DescribeNeed(AccessToken? old) => old switch
    {
        null => "there is none yet",
        { IsRefused: true } => "Zoho refused the last one",
        { Expires: { } expires } when expires > time.GetUtcNow() => $"the last one expires in {DurationText.From(expires - time.GetUtcNow())}",
        _ => "the last one has expired",
    };
}
