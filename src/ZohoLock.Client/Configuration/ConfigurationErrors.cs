using ZohoLock.Errors;

namespace ZohoLock.Configuration;

/// <summary>The errors that ZohoLock itself has to report of locking configurations.</summary>
internal static class ConfigurationErrors
{
    private const string NotKnown = "so the outcome is not known";

    public static ZohoException None(string module) => NotFound(
        "NO_CONFIGURATION",
        $"{module} has no locking configuration",
        "Nothing was changed. New-ZohoRecordLockConfiguration makes one.");

    public static ZohoException OtherId(string module, string id) => NotFound(
        "NO_CONFIGURATION",
        $"{module} has no locking configuration with the id {id}",
        "It was deleted, or is that of another module or organisation. Get-ZohoRecordLockConfiguration shows what is there; "
        + "Export- and Import-ZohoRecordLockConfiguration carry one over.");

    public static ZohoException NoRule(string module, string rule) => NotFound(
        "NO_RULE",
        $"the locking configuration of {module} has no rule '{rule}'",
        "Nothing was changed. Get-ZohoRecordLockConfiguration shows its rules.");

    /// <summary>Zoho's own refusal, for a configuration that was found before Zoho was asked again.</summary>
    public static ZohoException AlreadyThere(string module) => new(ErrorCatalog.Describe(
        new Refusal(400, "LIMIT_EXCEEDED", $"Configuration already created for this module (module {module})")) with { StatusCode = null });

    /// <summary>The error that a change ends with whose answer was lost, now or at a try before.</summary>
    public static ZohoException OutcomeUnknown(ZohoException end) => new(
        end.Error with
        {
            Message = end.Error.Outcome == CallOutcome.Unknown
                ? $"{end.Error.Message}, {NotKnown}"
                : $"{end.Error.Message}; the answer to a call before was lost, {NotKnown}",
            Advice = $"Look at the configuration with Get-ZohoRecordLockConfiguration before you repeat it. {end.Error.Advice}",
            Outcome = CallOutcome.Unknown,
        },
        end);

    private static ZohoException NotFound(string code, string message, string advice) =>
        new(new ZohoError { Code = code, Message = message, Advice = advice, Kind = ZohoErrorKind.ObjectNotFound });
}
