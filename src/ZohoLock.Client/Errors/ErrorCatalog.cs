using static ZohoLock.ZohoErrorKind;

namespace ZohoLock.Errors;

/// <summary>Finds what an error response of Zoho's means and what to do about it.</summary>
internal static class ErrorCatalog
{
    private const string NotZohosWords = "The refusal isn't in Zoho's words, so a proxy or a firewall in between may be the one that refused:";

    private const string OnVersion8 =
        "Records of Products can be locked from version 8 of Zoho's API on, and this connection uses version 7: connect with -ApiVersion v8.";

    /// <summary>Zoho's error with its meaning; a code that is not in the catalogue is judged by its status.</summary>
    public static ZohoError Describe(Refusal refusal)
    {
        var index = CatalogEntries.FindIndex(refusal);
        var row = index is { } at ? CatalogEntries.All[at] : null;
        return new ZohoError
        {
            Code = refusal.Code,
            Message = refusal.Message,
            Kind = row?.Kind ?? KindOf(refusal.Status),
            Advice = NeedsVersion8(row, refusal) ? OnVersion8 : row?.Advice(refusal) ?? AdviceOn(refusal),
            StatusCode = refusal.Status,
            CatalogEntry = index,
            Details = refusal.Details,
            EndsRun = row?.EndsRun ?? refusal.Status == 401,
            AppliesToModule = row?.AppliesToModule ?? false,

            // A failure of the server's stays one where it is wrapped in a success.
            Outcome = row?.Kind == ConnectionError ? CallOutcome.Unknown : OutcomeFrom(refusal.Status),
        };
    }

    /// <summary>An error answer that is not Zoho's JSON: a proxy's page, a gateway's text.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="redirectsTo">The address that the answer redirects to; null for none.</param>
    public static ZohoError DescribeStatus(int status, string? redirectsTo = null) => new()
    {
        Code = $"HTTP_{status}",
        Message = redirectsTo is null ? $"the server answered {status} without saying why" : $"the server redirects to {redirectsTo} ({status})",
        Kind = KindOf(status),
        Advice = AdviceOn(status),
        StatusCode = status,
        EndsRun = status == 401,
        Outcome = OutcomeFrom(status),
    };

    // Which refusal it is that v7 has for them isn't documented (protocol section 13): any that is about the module.
    private static bool NeedsVersion8(CatalogEntry? row, Refusal refusal) =>
        row is { AppliesToModule: true, Code: not "FEATURE_NOT_SUPPORTED" }
        && refusal.Path is { } path
        && (path.StartsWith("/crm/v7/Products/", StringComparison.OrdinalIgnoreCase)
            || (path.StartsWith("/crm/v7/", StringComparison.Ordinal) && path.EndsWith("?module=Products", StringComparison.OrdinalIgnoreCase)));

    // A server that failed says nothing of how far it got, and neither does one that switches protocols.
    private static CallOutcome OutcomeFrom(int status) => status is < 200 or 408 or >= 500 ? CallOutcome.Unknown : CallOutcome.Refused;

    private static ZohoErrorKind KindOf(int status) => status switch
    {
        401 => AuthenticationError,
        403 => PermissionDenied,
        404 => ObjectNotFound,
        409 => ResourceExists,
        429 => LimitsExceeded,
        >= 400 and < 500 => InvalidArgument,
        _ => ConnectionError,
    };

    private static string AdviceOn(Refusal refusal) => refusal.Status switch
    {
        401 => $"Connect again with {OperationName.Connect}.",
        403 => CatalogEntries.OnPermissions(refusal),
        429 => CatalogEntries.TooMany,
        >= 500 => CatalogEntries.ServerTrouble,
        _ => "Zoho refused the call: correct what it names.",
    };

    private static string AdviceOn(int status) => status switch
    {
        >= 300 and < 400 => "Zoho's API redirects no call, and no redirect is followed, because it would take the access token along. A proxy or a "
            + "network's sign-in page may be in between: check it, and -ApiDomain of the connection.",
        401 => $"{NotZohosWords} check the proxy's own sign-in and -ApiDomain of the connection, then connect again with {OperationName.Connect}.",
        403 => $"{NotZohosWords} have it let calls to the API host through, and check -ApiDomain of the connection.",
        429 => CatalogEntries.TooMany,
        >= 500 => CatalogEntries.ServerTrouble,
        _ => $"{NotZohosWords} check it, and -ApiDomain of the connection.",
    };
}
