using ZohoLock.Errors;

namespace ZohoLock.Locking;

/// <summary>The errors that ZohoLock itself has to report of locks.</summary>
internal static class LockErrors
{
    private const string NotKnown = "so the outcome is not known";

    public static ZohoException NotLocked() => new(new ZohoError
    {
        Code = "NOT_LOCKED",
        Message = "record is not locked",
        Advice = $"Nothing was changed. {OperationName.Lock} locks it.",
        Kind = ZohoErrorKind.ObjectNotFound,
    });

    /// <summary>The error for the second of two inputs with the same record, which the first has locked; no call is made.</summary>
    public static ZohoException LockedByThisRun() => new(new ZohoError
    {
        Code = "DuplicateRecord",
        Message = "this run locked it already: it is in the input twice",
        Advice = "Nothing more was changed. Remove the second row, or give -IfLocked Skip or Update.",
        Kind = ZohoErrorKind.ResourceExists,
    });

    /// <summary>The error for the second of two inputs with the same record, which the first has unlocked; no call is made.</summary>
    public static ZohoException UnlockedByThisRun() => new(new ZohoError
    {
        Code = "DuplicateRecord",
        Message = "this run unlocked it already: it is in the input twice",
        Advice = "Nothing more was changed. Remove the second row, or give -IfUnlocked Skip.",
        Kind = ZohoErrorKind.ObjectNotFound,
    });

    /// <summary>A list that goes on and on; asking again would begin it anew.</summary>
    public static ZohoException EndlessList(int pages) => new(ZohoError.NoResponse(
        "EndlessList",
        $"the list of the record's locks has no end: after {pages} pages Zoho still names another, or one that was read before",
        "Look at the record in Zoho CRM. A proxy or a wrong -ApiDomain may be in the way.",
        CallOutcome.Refused));

    /// <summary>The error for a record whose lock was found before Zoho was asked to lock it.</summary>
    public static ZohoException AlreadyLocked(RecordLock found) => new(CatalogEntries.AlreadyLocked.Create(
        $"record is already locked, by {found.LockedBy?.ToString() ?? "somebody"}: {DisplayText.Line(found.Reason, ZohoError.MaxServerTextLength)}"));

    /// <summary>The error for a record whose only lock is a rule's, found before Zoho was asked to remove that.</summary>
    /// <param name="ruleId">The rule's id; null if it isn't known.</param>
    public static ZohoException LockedByRule(string? ruleId) =>
        new(CatalogEntries.AutomaticallyLocked.Create("Automatically locked records can not be unlocked manually") with { RuleId = ruleId });

    /// <summary>Zoho's refusal to remove the lock of a rule, with the rule's id; null if it refused for another reason.</summary>
    public static ZohoException? RefusedByRule(ZohoException refused, string ruleId) =>
        refused.Error.Is(CatalogEntries.AutomaticallyLocked) ? new(refused.Error with { RuleId = ruleId }, refused) : null;

    /// <summary>The error for a record that a rule has locked, with the rule.</summary>
    public static ZohoException HeldByRule(ZohoException refused, string rule, string? criteria) => new(
        refused.Error with
        {
            Message = $"{refused.Error.Message}: the rule '{rule}' holds it{(criteria is null ? null : $", because of {Shorten(criteria)}")}",
            Advice = criteria is null ? refused.Error.AdviceTemplate
                : $"Change the record so that this is no longer true: {Shorten(criteria)}. Or change the rule '{rule}', by {OperationName.UpdateConfiguration} "
                + $"or in {CatalogEntries.LockingSetup}.",
        },
        refused);

    private static string Shorten(string text) => DisplayText.Line(text, ZohoError.MaxServerTextLength);

    /// <summary>The error that a change ends with whose answer was lost, now or at a try before.</summary>
    public static ZohoException OutcomeUnknown(ZohoException end) => new(
        end.Error with
        {
            Message = end.Error.Outcome == CallOutcome.Unknown
                ? $"{end.Error.Message}, {NotKnown}"
                : $"{end.Error.Message}; the answer to a call before was lost, {NotKnown}",
            Advice = $"Look at the record with {OperationName.GetLock} before you repeat it. {end.Error.AdviceTemplate}",
            Outcome = CallOutcome.Unknown,
        },
        end);
}
