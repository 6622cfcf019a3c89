namespace ZohoLock;

/// <summary>The API limits of a connection's organisation and what is left of them, as known now (protocol sections 6.1 and 6.2).</summary>
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

    /// <summary>The number of concurrent calls allowed now: the edition's limit, or what has been measured so far.</summary>
    public int ConcurrencyLimit { get; init; }

    /// <summary>The highest possible concurrency limit: the edition's, or the largest edition's if the edition isn't known.</summary>
    public int MaxConcurrency { get; init; }

    /// <summary>API calls in flight now.</summary>
    public int CallsInFlight { get; init; }

    /// <summary>Calls made by the connection so far, retries included.</summary>
    public long CallsMade { get; init; }

    /// <summary>The API credits per 24 hours by edition and licences, without purchased add-ons; null if unknown or unlimited.</summary>
    public long? DailyCredits { get; init; }

    /// <summary>The API credits left; null until Zoho reports them, which it does once half of them are used.</summary>
    public long? CreditsRemaining { get; init; }
}
