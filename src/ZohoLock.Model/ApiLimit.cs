namespace ZohoLock;

/// <summary>What the organisation's edition allows a connection, and what is left of it (protocol sections 6.1 and 6.2), as it is known now.</summary>
public sealed record ApiLimit
{
    internal ApiLimit()
    {
    }

    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>The organisation's name; null if it isn't known.</summary>
    public string? Organization { get; init; }

    /// <summary>The edition; null if it isn't known.</summary>
    public CrmEdition? Edition { get; init; }

    /// <summary>How many calls may be in flight at once now: the edition's ceiling, or what was found out of it so far.</summary>
    public int ConcurrencyLimit { get; init; }

    /// <summary>The most calls that there will ever be in flight: the edition's ceiling, or the largest one where it isn't known.</summary>
    public int MaxConcurrency { get; init; }

    /// <summary>API calls in flight now.</summary>
    public int CallsInFlight { get; init; }

    /// <summary>Calls that the connection has made so far, repeats included.</summary>
    public long CallsMade { get; init; }

    /// <summary>The API credits of 24 hours by edition and licences, without what was bought besides; null if that isn't known or has no limit.</summary>
    public long? DailyCredits { get; init; }

    /// <summary>The API credits left; null if Zoho hasn't told, which it does only once half of them are used.</summary>
    public long? CreditsRemaining { get; init; }
}
