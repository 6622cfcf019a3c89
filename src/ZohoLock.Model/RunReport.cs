using System.Globalization;

namespace ZohoLock;

/// <summary>What a run of a cmdlet has done: the closing summary on the information stream.</summary>
public sealed record RunReport
{
    /// <summary>The name of the cmdlet.</summary>
    public required string Command { get; init; }

    /// <summary>The number of records that are done, those of earlier runs included.</summary>
    public long Done { get; init; }

    /// <summary>The number of records that failed.</summary>
    public long Failed { get; init; }

    /// <summary>The number of failed records by the code of their error, the most frequent first.</summary>
    public IReadOnlyDictionary<string, long> Failures { get; init; } = new Dictionary<string, long>();

    /// <summary>The number of records that an earlier run had done, by the journal.</summary>
    public long FromJournal { get; init; }

    /// <summary>The code of the error that ended the run early; null if it has processed all of its input.</summary>
    public string? EndedBy { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The API calls that were made for it, retries included.</summary>
    public long Calls { get; init; }

    /// <summary>The API credits that the organisation has used meanwhile, other programs included; null if Zoho didn't tell (protocol section 6.4).</summary>
    public long? CreditsUsed { get; init; }

    /// <summary>The API credits that are left; null if Zoho didn't tell.</summary>
    public long? CreditsRemaining { get; init; }

    /// <summary>The path of the journal; null for a run without one.</summary>
    public string? JournalPath { get; init; }

    /// <summary>The report in a sentence: <c>Lock-ZohoRecord: 1,234 done, 12 failed (NOT_ALLOWED: 10, INVALID_DATA: 2), in 34 s with 1,300 calls.</c></summary>
    public override string ToString()
    {
        var early = EndedBy is null ? null : $" ended early ({EndedBy})";
        var before = FromJournal == 0 ? null : string.Create(CultureInfo.InvariantCulture, $" ({FromJournal:N0} of them by an earlier run)");
        var causes = Failed == 0 ? null
            : $" ({string.Join(", ", Failures.Select(failure => string.Create(CultureInfo.InvariantCulture, $"{failure.Key}: {failure.Value:N0}")))})";
        var calls = Calls == 1 ? "1 call" : string.Create(CultureInfo.InvariantCulture, $"{Calls:N0} calls");
        var credits = (CreditsUsed, CreditsRemaining) switch
        {
            (_, null) => null,
            (null, { } left) => string.Create(CultureInfo.InvariantCulture, $"; {left:N0} credits are left"),
            ({ } used, { } left) => string.Create(CultureInfo.InvariantCulture, $"; {used:N0} credits were used, {left:N0} are left"),
        };
        return DisplayText.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{Command}{early}: {Done:N0} done{before}, {Failed:N0} failed{causes}, in {Duration.TotalSeconds:N1} s with {calls}{credits}."));
    }
}
