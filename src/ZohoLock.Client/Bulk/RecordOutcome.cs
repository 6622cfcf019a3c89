using ZohoLock.Authentication;
using ZohoLock.Journal;
using ZohoLock.Transport;

namespace ZohoLock.Bulk;

/// <summary>The outcome of a record: an output (null if there is none), a failure, or neither because the run had ended.</summary>
/// <param name="Input">The record.</param>
public sealed record RecordOutcome(RecordInput Input)
{
    /// <summary>The result: a <see cref="RecordLock"/>, a list of them, or a <see cref="RecordUnlock"/>.</summary>
    public object? Output { get; init; }

    /// <summary>Whether <see cref="Output"/> is a lock that was there before: it was left as it was, or its reason was changed.</summary>
    internal bool IsFound { get; init; }

    /// <summary>Whether Zoho has carried out a changing call for the record, or may have done so.</summary>
    public bool IsChanged { get; init; }

    /// <summary>The error of a record that failed.</summary>
    public ZohoException? Failure { get; init; }

    /// <summary>Whether the outcome is final; it isn't for a record that wasn't attempted or whose failure ends the run.</summary>
    public bool IsDone { get; init; }

    /// <summary>Whether an earlier run has done it, according to the journal.</summary>
    public bool IsFromJournal { get; init; }

    /// <summary>The error that ends the run although the record didn't fail with it: its outcome is final, or nothing was sent for it.</summary>
    public ZohoException? RunFailure { get; init; }

    /// <summary>Creates the outcome of a record that failed.</summary>
    /// <param name="input">The record.</param>
    /// <param name="failure">The error.</param>
    /// <param name="endsAtModule">Whether the run ends with an error that applies to the whole module.</param>
    internal static RecordOutcome From(RecordInput input, ZohoException failure, bool endsAtModule) => WasNotAttempted(failure.Error)
        ? new(input) { RunFailure = failure }
        : new(input)
        {
            IsDone = !(failure.Error.EndsRun || (failure.Error.AppliesToModule && endsAtModule)),
            IsChanged = failure.Error.Outcome == CallOutcome.Unknown,
            Failure = failure,
        };

    /// <summary>Creates the journal entry; null if there is nothing to write.</summary>
    internal JournalEntry? ToEntry(DateTimeOffset at) => CreateEntry(at) is { } entry ? entry with { Row = Input.Number } : null;

    private JournalEntry? CreateEntry(DateTimeOffset at) => this switch
    {
        { IsDone: false } or { IsFromJournal: true } => null,
        { Input: { Refusal: { } refusal, RecordId: var id, GivenId: var given, Name: var name } } => JournalEntry.From(id ?? given ?? name, refusal.Error.Code, at),
        { Failure: { } failure } => JournalEntry.From(Input.RecordId ?? Input.GivenId ?? Input.Name, failure.Error, at),
        { Output: RecordLock recordLock } => JournalEntry.From(recordLock, Input.Reason, at) with { IsFound = IsFound },
        { Output: RecordUnlock unlock } => JournalEntry.From(unlock, at),
        _ => null,
    };

    // Nothing was sent for the record: it waited for its turn or for a token when the connection was closed, Zoho gave no tokens, or it was a change too many.
    private static bool WasNotAttempted(ZohoError error) => error is
    {
        EndsRun: true,
        Outcome: CallOutcome.Refused,
        Code: TransportErrors.ConnectionClosedCode or TokenErrors.ThrottledCode or ChangeLimit.ExceededCode or ChangeLimit.DeclinedCode,
    };
}
