namespace ZohoLock.Authentication;

/// <summary>Where a connection's access token comes from.</summary>
internal interface IAccessTokenSource : IDisposable
{
    /// <summary>The accounts host that the tokens come from.</summary>
    Uri Accounts { get; }

    /// <summary>True if a refused token can be replaced.</summary>
    bool CanRenew { get; }

    /// <summary>The token in use; null before the first was had.</summary>
    AccessToken? Current { get; }

    /// <summary>The refresh token that new access tokens are had with; null if there is none.</summary>
    Secret? RefreshToken { get; }

    /// <summary>Since when Zoho has given no more tokens; null if it does.</summary>
    DateTimeOffset? ThrottledSince { get; }

    /// <summary>How long calls have waited, all in all, because Zoho gave no more tokens.</summary>
    TimeSpan TimeThrottled { get; }

    /// <summary>Why tokens aren't shared with other processes although they were to be; null if they are.</summary>
    string? CacheProblem { get; }

    /// <summary>A token that is good for a call now.</summary>
    ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken);

    /// <summary>Learns that the API has taken a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="sent">The timestamp at which the call was sent that it was taken with.</param>
    void Confirm(AccessToken token, long sent);

    /// <summary>The token that takes the place of <paramref name="refused"/>, whoever asks first; the same where none is asked for.</summary>
    ValueTask<AccessToken> RenewAsync(AccessToken refused, CancellationToken cancellationToken);

    /// <summary>Waits until Zoho gives tokens again, where it doesn't and the one at hand is of no use any more.</summary>
    /// <returns>Whether there was anything to wait for.</returns>
    /// <exception cref="ZohoException">It lasted longer than <paramref name="patience"/>.</exception>
    ValueTask<bool> WaitOutThrottleAsync(TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Revokes at Zoho what the connection was opened with (protocol section 4.1), and forgets what other processes could share.</summary>
    Task RevokeAsync(CancellationToken cancellationToken);
}
