using System.Globalization;
using ZohoLock.Journal;

namespace ZohoLock.Bulk;

/// <summary>
/// The number of changes after which a run ends. A change is a record for which Zoho has carried out a changing call, or may have done so.
/// These are none: an input that is refused, a record that the journal has as done, one that is in the input twice, one that Zoho refuses, and one
/// that is left as it is (Skip).
/// </summary>
/// <remarks>For the thread that adds records and takes outcomes.</remarks>
public sealed class ChangeLimit
{
    /// <summary>The code of the error for more changes than the maximum.</summary>
    internal const string ExceededCode = "MaximumCountExceeded";

    /// <summary>The code of the error for changes that the user declined.</summary>
    internal const string DeclinedCode = "ChangesDeclined";

    private readonly RunSummary _summary;
    private readonly Func<RecordInput, bool> _mayChange;
    private readonly bool _mayLeave;

    internal ChangeLimit(RecordRunOptions options, RunSummary summary, Func<RecordInput, bool> mayChange)
    {
        (_summary, _mayChange, Maximum) = (summary, mayChange, options.MaximumCount);
        _mayLeave = options is { Operation: RecordOperation.Lock, IfLocked: IfLocked.Skip }
            or { Operation: RecordOperation.Unlock, IfUnlocked: IfUnlocked.Skip };
    }

    /// <summary>The number; null for no limit.</summary>
    public int? Maximum { get; private set; }

    /// <summary>Whether the maximum has been reached, and a record would be one change more.</summary>
    public bool Excludes(RecordInput input) => _summary.Changed >= Maximum && _mayChange(input);

    /// <summary>Goes on without a limit.</summary>
    public void Lift() => Maximum = null;

    /// <summary>
    /// Checks input that is known as a whole before any of it is added. Where records may be left as they are, it isn't known how many will be
    /// changed.
    /// </summary>
    /// <exception cref="ZohoException">More records would be changed than the maximum.</exception>
    public void Require(IEnumerable<RecordInput> inputs)
    {
        if (_mayLeave || Maximum is not { } maximum)
        {
            return;
        }

        var count = inputs.Where(_mayChange).DistinctBy(input => (input.Module, input.RecordId)).LongCount();
        if (count > maximum)
        {
            throw CreateError(
                ExceededCode,
                string.Create(CultureInfo.InvariantCulture, $"{count:N0} records would be changed, and -MaximumCount allows {maximum:N0}: nothing was done"),
                "Check the ids. Where that many are meant, give a larger -MaximumCount.");
        }
    }

    /// <summary>The error that ends the run, because the user has declined further changes.</summary>
    public ZohoException CreateDeclined() => CreateError(
        DeclinedCode,
        $"the run was ended after {DescribeChanged()}, because more were declined",
        "Where more are meant, run it again with the records that are not done, or with all of them and a -JournalPath from the first run on. "
        + "With -Force or -MaximumCount nothing is asked.");

    /// <summary>Whether no further record can be added before it is known whether those in flight are changes.</summary>
    internal bool IsUndecided(int inFlight) => inFlight > 0 && _summary.Changed + inFlight >= Maximum;

    /// <summary>The input to add to the run: as it is, or with the error that ends the run before it.</summary>
    /// <exception cref="InvalidOperationException">It isn't known yet.</exception>
    internal RecordInput Admit(RecordInput input, int inFlight) =>
        IsUndecided(inFlight) ? throw new InvalidOperationException("Whether the records in flight are changes isn't known yet.")
        : Excludes(input) ? input with { Refusal = CreateExceeded() }
        : input;

    private ZohoException CreateExceeded() => CreateError(
        ExceededCode,
        $"the run was ended after {DescribeChanged()}, as many as -MaximumCount allows",
        "Where more are meant, give a larger -MaximumCount, and the records that are not done, or all of them and a -JournalPath from the first run on.");

    private static ZohoException CreateError(string code, string message, string advice) => new(
        new ZohoError { Code = code, Message = message, Advice = advice, Kind = ZohoErrorKind.LimitsExceeded, EndsRun = true });

    private string DescribeChanged() => _summary.Changed == 1 ? "1 change" : string.Create(CultureInfo.InvariantCulture, $"{_summary.Changed:N0} changes");
}
