using ZohoLock.Errors;

namespace ZohoLock.Configuration;

/// <summary>The errors that ZohoLock itself has to report of locking configurations.</summary>
internal static class ConfigurationErrors
{
    private const string NotKnown = "so the outcome is not known";

    public static ZohoException None(string module) => NotFound(
        "NO_CONFIGURATION",
        module,
        $"{module} has no locking configuration",
        $"Nothing was changed. {OperationName.CreateConfiguration} makes one.");

    public static ZohoException OtherId(string module, string id) => NotFound(
        "NO_CONFIGURATION",
        module,
        $"{module} has no locking configuration with the id {id}",
        $"It was deleted, or is that of another module or organisation. {OperationName.GetConfiguration} shows what is there; "
        + $"{OperationName.ExportConfiguration} and {OperationName.ImportConfiguration} carry one over.");

    /// <summary>The error for a module whose configuration was found before Zoho was asked to create one.</summary>
    public static ZohoException AlreadyThere(string module) => new(CatalogEntries.ConfigurationExists.Create(
        $"Configuration already created for this module (module {module})") with { Subject = module });

    /// <summary>The error that a change ends with whose answer was lost, now or at a try before.</summary>
    public static ZohoException OutcomeUnknown(ZohoException end) => new(
        end.Error with
        {
            Message = end.Error.Outcome == CallOutcome.Unknown
                ? $"{end.Error.Message}, {NotKnown}"
                : $"{end.Error.Message}; the answer to a call before was lost, {NotKnown}",
            Advice = $"Look at the configuration with {OperationName.GetConfiguration} before you repeat it. {end.Error.AdviceTemplate}",
            Outcome = CallOutcome.Unknown,
        },
        end);

    private static ZohoException NotFound(string code, string module, string message, string advice) =>
        new(new ZohoError { Code = code, Subject = module, Message = message, Advice = advice, Kind = ZohoErrorKind.ObjectNotFound });
}
