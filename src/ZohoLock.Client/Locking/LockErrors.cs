using ZohoLock.Http;

namespace ZohoLock.Locking;

/// <summary>The errors that ZohoLock itself has to report of locks.</summary>
internal static class LockErrors
{
    private const string NotKnown = "the outcome is not known";

    public static ZohoException NotLocked() => new(new ZohoError
    {
        Code = "NOT_LOCKED",
        Message = "record is not locked",
        Advice = "Nothing was changed. Lock-ZohoRecord locks it.",
        Kind = ZohoErrorKind.ObjectNotFound,
    });

    /// <summary>Zoho's own refusal, for a lock that was found before Zoho was asked again.</summary>
    public static ZohoException AlreadyLocked(RecordLock found) => new(ErrorCatalog.Describe(
        403, "NOT_ALLOWED", $"record is already locked, by {found.LockedBy?.ToString() ?? "somebody"}: {found.Reason}", details: null, pathIndex: 1));

    /// <summary>The error that a change ends with whose answer was lost, now or at a try before.</summary>
    public static ZohoException OutcomeUnknown(ZohoException end) => new(
        end.Error with
        {
            Message = end.Error switch
            {
                { Message: var message } when message.Contains(NotKnown, StringComparison.Ordinal) => message,
                { Fate: CallFate.Unknown, Message: var message } => $"{message}, so {NotKnown}",
                { Message: var message } => $"{message}; the answer to a call before was lost, so {NotKnown}",
            },
            Fate = CallFate.Unknown,
        },
        end);
}
