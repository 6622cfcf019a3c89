using System.Globalization;
using ZohoLock.Input;

namespace ZohoLock.Finding;

/// <summary>The errors of finding records that aren't Zoho's own.</summary>
internal static class FindingErrors
{
    /// <summary>The records of a query aren't in the order of their ids.</summary>
    public static ZohoException Unsorted(string module) => new(ZohoError.NoResponse(
        "UnsortedRecords",
        $"the records of {module} didn't come in the order of their ids, so that some would be skipped",
        "This server doesn't sort records as Zoho does: check -ApiDomain of the connection.",
        CallOutcome.Refused) with { EndsRun = true });

    /// <summary>A list of records doesn't tell which ones are locked.</summary>
    public static ZohoException LockStateUnknown(string module) => new(new ZohoError
    {
        Code = "LockStateUnknown",
        Message = $"Zoho doesn't tell which records of {module} are locked",
        Advice = $"The field Locked__s is there once record locking is set up for the module: {OperationName.GetConfiguration} shows whether it is. {OperationName.GetLock} with the ids reads locks one by one.",
        Kind = ZohoErrorKind.PermissionDenied,
    });

    /// <summary>The field that is counted by has more values than a query returns.</summary>
    public static ZohoException TooManyValues(string module, string field, int count) => new(ZohoError.Input(
        "TooManyValues",
        string.Create(CultureInfo.InvariantCulture, $"the locked records of {module} have more than {count} values of {field}"),
        "Count by another field."));

    /// <summary>The pages of a list begin again.</summary>
    public static ZohoException EndlessList(string module) => new(ZohoError.NoResponse(
        "EndlessList",
        $"the records of {module} come again, so the list would never end",
        "This server doesn't give them page by page as Zoho does: check -ApiDomain of the connection.",
        CallOutcome.Refused) with { EndsRun = true });

    /// <summary>Zoho doesn't filter by the lock state, and there is no view that does.</summary>
    public static ZohoException LockStateRefused(string module) => new(new ZohoError
    {
        Code = "LockStateRefused",
        Message = $"Zoho doesn't filter the records of {module} by their lock state in queries here",
        Advice = $"Leave the filter out. {OperationName.Lock} with -IfLocked Skip leaves records alone that are locked, and {OperationName.GetLock} -All finds those.",
        Kind = ZohoErrorKind.PermissionDenied,
    });

    /// <summary>There is no view of the locked records of a module.</summary>
    public static ZohoException NoLockedView(string module) => new(new ZohoError
    {
        Code = "NoLockedView",
        Message = $"{module} has no view of its locked records",
        Advice = "Find them by the field Locked__s.",
        Kind = ZohoErrorKind.ObjectNotFound,
    });

    /// <summary>There is no record with an id.</summary>
    public static ZohoException NotFound(string module, string recordId) => new(new ZohoError
    {
        Code = "RecordNotFound",
        Message = $"{module} has no record with this id, or the connection's user may not see it",
        Advice = RecordId.LooksTruncated(recordId) ? RecordId.ExportAgain : "Look it up in Zoho: it may be deleted, converted, or in another module.",
        Kind = ZohoErrorKind.ObjectNotFound,
    });

    /// <summary>The module has no view with a name.</summary>
    public static ZohoException UnknownView(string module, string name, IReadOnlyList<ModuleView> views) => new(ZohoError.Input(
        "UnknownView",
        $"{module} has no view {QuotedText.From(name)}{NearestName.Suggest(name, views.Select(view => view.Name))}",
        views is [] ? "The connection's user sees no view of this module." : $"Its views: {string.Join(", ", views.Select(view => QuotedText.From(view.Name)))}."));

    /// <summary>The module's configuration has no rule with a name.</summary>
    public static ZohoException UnknownRule(string module, string name, IReadOnlyList<LockingRule> rules) => new(ZohoError.Input(
        "UnknownRule",
        $"{module} has no rule {QuotedText.From(name)}{NearestName.Suggest(name, rules.Select(rule => rule.Name).OfType<string>())}",
        rules is [] ? $"The module has no locking rules: {OperationName.GetConfiguration} shows its configuration."
            : $"Its rules: {string.Join(", ", rules.Select(Quote))}."));

    /// <summary>Zoho doesn't tell which records a rule locks.</summary>
    public static ZohoException NoCriteria(LockingRule rule) => new(ZohoError.Input(
        "RuleWithoutCriteria", $"Zoho doesn't tell the criteria of the rule {Quote(rule)}", "Look at the rule in Zoho."));

    /// <summary>A rule has criteria that queries don't have.</summary>
    public static ZohoException RuleNotQueryable(LockingRule rule, ZohoException wrong) => new(
        wrong.Error with
        {
            Message = $"the criteria of the rule {Quote(rule)} can't be asked for in a query: {wrong.Error.Message}",
            Advice = $"Give the condition that comes closest instead. The rule has: {rule.Criteria}",
        },
        wrong);

    /// <summary>A condition has more comparisons than a query can have.</summary>
    public static ZohoException TooManyComparisons(int count, int max) => new(ZohoError.Input(
        "TooManyComparisons",
        string.Create(CultureInfo.InvariantCulture, $"the condition has {count} comparisons, and Zoho takes {max} in a query that is read page by page"),
        "Give several values of a field as a list, Stage in ('a', 'b'), or find the records by several conditions one after the other."));

    /// <summary>More fields were asked for than a query can select.</summary>
    public static ZohoException TooManyFields(int count, int max) => new(ZohoError.Input(
        "TooManyFields", string.Create(CultureInfo.InvariantCulture, $"{count} fields were asked for, and Zoho gives {max} at once"), "Leave some out."));

    private static string Quote(LockingRule rule) => QuotedText.From(rule.Name ?? rule.Id ?? string.Empty);
}
