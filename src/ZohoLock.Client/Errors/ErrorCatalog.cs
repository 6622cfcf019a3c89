using ZohoLock.Input;
using static ZohoLock.ZohoErrorKind;

namespace ZohoLock.Errors;

/// <summary>What each of Zoho's errors means and what to do about it (protocol sections 1.6, 2.5 and 8).</summary>
internal static class ErrorCatalog
{
    private const string LockingSetup = "Setup > Customization > Modules and Fields > the module > Record Locking";

    private const string SetUpLocking = $"Set up record locking for the module: New-ZohoRecordLockConfiguration does, or {LockingSetup}.";

    // Of the calls, and of the JSON paths in their errors.
    private const string ConfigurationPath = "record_locking_configurations";

    private const string AskForProfile =
        "Ask an administrator to allow it in the profile of the user whose token this is: Setup > Security Control > Profiles > the profile.";

    private const string NotZohosWords = "The refusal isn't in Zoho's words, so a proxy or a firewall in between may be the one that refused:";

    private const string TooMany =
        "Too many calls at once, or the day's API credits are used up: lower -ThrottleLimit, or wait. "
        + "Setup > Developer Hub > APIs and SDKs shows the credits left.";

    private const string OnVersion8 =
        "Records of Products can be locked from version 8 of Zoho's API on, and this connection uses version 7: connect with -ApiVersion v8.";

    private const string Limits = "A configuration has at most 5 rules, 15 excluded fields, 15 excluded profiles and 30 custom buttons";

    private const string ServerTrouble = "Zoho's server failed: try again later.";

    // The first row that fits wins: a row with a phrase or a place stands before the one for the bare code.
    private static readonly Row[] Rows =
    [
        new("INVALID_MODULE", InvalidArgument,
            "Give the module's API name, such as Deals or Sales_Orders: Setup > Developer Hub > APIs and SDKs > API Names lists them.")
            { AppliesToModule = true },
        new("INVALID_DATA", ObjectNotFound,
            "The module has no locking configuration with that id: it was deleted, or is another module's. Get-ZohoRecordLockConfiguration shows what is there.")
            { PathIndex = 2, OfConfiguration = true },
        new("INVALID_DATA", InvalidArgument, "A lock type is manual, automatic or both.") { Phrase = "lock_type not found" },
        new("INVALID_DATA", InvalidArgument, "Records are locked for all_profiles, or for all_profiles_except_excluded_profiles.")
            { Phrase = "locked_for not found" },
        new("INVALID_DATA", InvalidArgument, "A lock can forbid update, tags, convert, delete and change_owner.") { Phrase = "action not found" },
        new("INVALID_DATA", InvalidArgument, "A lock can forbid send_mail, send_survey and send_portal_invitation.")
            { Phrase = "communications not found" },
        new("INVALID_DATA", InvalidArgument,
            "The module has no such field: give its API name, which Setup > Developer Hub > APIs and SDKs > API Names > the module lists.")
            { Phrase = "field not found", OfConfiguration = true },
        new("INVALID_DATA", InvalidArgument,
            "The module has no such custom button: Setup > Customization > Modules and Fields > the module > Links and Buttons shows which it has. Ids are "
            + "those of one organisation: give the name where the configuration comes from another.")
            { Phrase = "custom button not found" },
        new("INVALID_DATA", InvalidArgument,
            "The organisation has no such profile: Setup > Security Control > Profiles shows which it has. Ids are those of one organisation: give the name "
            + "where the configuration comes from another.")
            { Phrase = "lock_excluded_profiles not found" },
        new("INVALID_DATA", InvalidArgument, "The one feature type is record_locking: leave it out.")
            { Phrase = "feature_type", OfConfiguration = true },
        new("INVALID_DATA", ObjectNotFound, $"The module has no record locking at all, or doesn't support it. {SetUpLocking}")
            { Phrase = "relation not found", AppliesToModule = true },
        new("INVALID_DATA", InvalidArgument, "Correct the value that Zoho names, and send the configuration again.") { OfConfiguration = true },
        new("INVALID_DATA", ObjectNotFound, refusal =>
            $"No record of this module has that id: look it up, and check that the module is the right one.{OnCutIds(refusal)}")
            { PathIndex = 1 },
        new("INVALID_DATA", ObjectNotFound, refusal =>
            "That lock is gone: the record is unlocked, or was locked anew. Get-ZohoRecordLock without -LockId shows its lock now."
            + OnCutIds(refusal))
            { PathIndex = 3 },
        new("INVALID_DATA", ObjectNotFound, OnIds) { Phrase = "id given" },
        new("INVALID_DATA", ObjectNotFound, OnIds) { Phrase = "relation id" },
        new("INVALID_DATA", InvalidArgument, "Correct the value that Zoho names, and send the record again."),
        new("MANDATORY_NOT_FOUND", InvalidArgument, "Give what Zoho names: a configuration needs a lock type, and each of its rules a name and criteria.")
            { OfConfiguration = true },
        new("DEPENDENT_FIELD_MISSING", InvalidArgument, "Locking by rule needs a rule: add one, or make the lock type manual.") { Phrase = "locking_rules" },
        new("DEPENDENT_FIELD_MISSING", InvalidArgument, "Name the profiles that are excluded, or lock for all_profiles.")
            { Phrase = "lock_excluded_profiles" },
        new("EXPECTED_FIELD_MISSING", InvalidArgument, "Give the API name or the id of the field."),
        new("AMBIGUITY_DURING_PROCESSING", InvalidArgument, "The API name and the id are of two fields: give one of them, best the API name."),
        new("MANDATORY_NOT_FOUND", InvalidArgument, "Give a value for the field that Zoho names; a lock needs a reason."),
        new("REQUIRED_PARAM_MISSING", InvalidArgument, "Give the parameter that Zoho names: a configuration is of a module.") { OfConfiguration = true },
        new("REQUIRED_PARAM_MISSING", InvalidArgument, "Give the parameter that Zoho names; a list of locks needs its fields."),
        new("FEATURE_NOT_SUPPORTED", PermissionDenied, "Record locking needs another edition of Zoho CRM: Setup > General > Company Details shows yours.")
            { AppliesToModule = true },
        new("NOT_ALLOWED", ObjectNotFound, SetUpLocking) { Phrase = "Configuration is not present", AppliesToModule = true },
        new("NOT_ALLOWED", ResourceExists, "Nothing was changed. Get-ZohoRecordLock shows who locked it and why; Set-ZohoRecordLock changes the reason.")
            { Phrase = "already locked" },
        new("NOT_ALLOWED", PermissionDenied,
            "The module's locking configuration locks by rule only: set its lock type to 'both' to allow locking by hand, by "
            + $"Set-ZohoRecordLockConfiguration or in {LockingSetup}.")
            { Phrase = "only automatic locking" },
        new("NOT_ALLOWED", PermissionDenied,
            "A rule of the locking configuration locked it: change the record so that the rule no longer fits, or change the rule, by "
            + $"Set-ZohoRecordLockConfiguration or in {LockingSetup}.")
            { Phrase = "Automatically locked" },
        new("NOT_ALLOWED", PermissionDenied, "Zoho made this configuration itself, and lets nobody change or delete it.") { Phrase = "created by system" },
        new("NOT_ALLOWED", PermissionDenied, "Zoho doesn't allow this for the record as it is now."),
        new("NOT_SUPPORTED", InvalidArgument, "The module can't send that: leave it out.") { Phrase = "communications not found" },
        new("NOT_SUPPORTED", InvalidArgument,
            "Zoho takes no such field here. The criteria of tasks can only be Status = 'closed'; Tag, Owner and fields that nobody can edit can't be excluded.")
            { Phrase = "field not supported" },
        new("NOT_SUPPORTED", InvalidArgument,
            $"Record locking is for {string.Join(", ", ModuleName.Lockable)} and custom modules that users made, and not for every field of theirs.")
            { AppliesToModule = true },
        new("NO_PERMISSION", PermissionDenied,
            "The profile of the user whose token this is has no record locking in this module. Look whom the module's locking is for, and which profiles "
            + $"are excluded, in {LockingSetup}, and what the profile may do in Setup > Security Control > Profiles; or connect as a user of another profile.")
            { Phrase = "not supported for the profile" },
        new("NO_PERMISSION", PermissionDenied,
            "The profile of the user whose token this is may not unlock this record. An administrator allows it in Setup > Security Control > Profiles "
            + "> the profile; or connect as a user who may unlock it. Get-ZohoRecordLock shows who locked it and why.")
            { Phrase = "permission to unlock" },
        new("NO_PERMISSION", PermissionDenied,
            "Zoho asks for the permission to customise modules (Crm_Implied_Customize_Zoho_CRM), which the profile of the user whose token this is lacks. "
            + "An administrator turns it on in Setup > Security Control > Profiles > the profile; or connect as a user who has it.")
            { Phrase = "customize record lock" },
        new("NO_PERMISSION", PermissionDenied, OnPermissions),
        new("AUTHORIZATION_FAILED", PermissionDenied, OnPermissions),
        new("RECORD_LOCKED", ResourceExists, "The record is locked: unlock it first. Get-ZohoRecordLock shows who locked it and why."),
        new("NOT_APPROVED", PermissionDenied, "Have the record approved first."),
        new("NOT_REVIEWED", PermissionDenied, "Have the record reviewed first."),
        new("ALREADY_MODIFIED", ResourceExists, "Somebody changed the record meanwhile: look at it again."),
        new("ALREADY_USED", ResourceExists, "Look at what is there already."),
        new("DUPLICATE_DATA", ResourceExists, "Each rule of a module has a name of its own: give another, or change the rule that has it.")
            { Phrase = "Duplicate rule name" },
        new("DUPLICATE_DATA", ResourceExists, "Each rule of a module has criteria of its own: give others, or leave the second rule out.")
            { Phrase = "Duplicate criteria" },
        new("DUPLICATE_DATA", ResourceExists, "Look at what is there already."),
        new("LIMIT_EXCEEDED", ResourceExists,
            "Nothing was changed. A module has one configuration: Get-ZohoRecordLockConfiguration shows it, Set-ZohoRecordLockConfiguration changes it.")
            { Phrase = "already created" },
        new("LIMIT_EXCEEDED", LimitsExceeded, $"{Limits}: put several criteria into one rule with or, or leave some out.") { Phrase = "locking rules" },
        new("LIMIT_EXCEEDED", LimitsExceeded, $"{Limits}: leave some out.") { OfConfiguration = true },
        new("LIMIT_EXCEEDED", LimitsExceeded, "Stay below the limit that Zoho names."),
        new("LIMIT_REACHED", LimitsExceeded, "Stay below the limit that Zoho names."),
        new("TOO_MANY_REQUESTS", LimitsExceeded, TooMany),
        new("RATE_LIMIT_EXCEEDED", LimitsExceeded, TooMany),
        new("INVALID_REQUEST_METHOD", InvalidArgument, "This server doesn't know the call: check -ApiVersion and -ApiDomain of the connection."),
        new("INVALID_URL_PATTERN", ObjectNotFound, "This server doesn't know the address: check -ApiVersion and -ApiDomain of the connection."),
        new("API_NOT_SUPPORTED", InvalidArgument, "Connect with another -ApiVersion."),
        new("INVALID_HOST", InvalidArgument,
            "The organisation is in another data centre than this API host: connect with its -DataCenter, which the end of the address tells that you use "
            + "Zoho at (.com is US, .eu is EU), and without -ApiDomain, or with the host of that data centre as -ApiDomain.") { EndsRun = true },
        new("INVALID_TOKEN", AuthenticationError,
            "Connect again with Connect-ZohoCrm: an access token ends after an hour, or was revoked. A token of another data centre or environment looks "
            + "like this too: check -DataCenter, -Environment and -ApiDomain.") { EndsRun = true },
        new("INVALID_OAUTHTOKEN", AuthenticationError,
            "Connect again with Connect-ZohoCrm. More than 15 access tokens of one refresh token push out the oldest: let scripts share one connection.")
            { EndsRun = true },
        new("AUTHENTICATION_FAILURE", AuthenticationError,
            "The call reached Zoho without a token that it can read: connect again with Connect-ZohoCrm. If it goes on, a proxy may take away the "
            + "Authorization header: have it leave calls to the API host alone.") { EndsRun = true },
        new("OAUTH_SCOPE_MISMATCH", AuthenticationError, OnScopes) { EndsRun = true },
        new("INTERNAL_ERROR", ConnectionError, ServerTrouble),
        new("INTERNAL_SERVER_ERROR", ConnectionError, ServerTrouble),
    ];

    /// <summary>Zoho's error with its meaning; a code that is not in the catalogue is judged by its status.</summary>
    public static ZohoError Describe(Refusal refusal)
    {
        var row = Array.Find(Rows, row => row.Fits(refusal));
        return new ZohoError
        {
            Code = refusal.Code,
            Message = refusal.Message,
            Kind = row?.Kind ?? KindOf(refusal.Status),
            Advice = NeedsVersion8(row, refusal) ? OnVersion8 : row?.Advice(refusal) ?? AdviceOn(refusal),
            StatusCode = refusal.Status,
            Details = refusal.Details,
            EndsRun = row?.EndsRun ?? refusal.Status == 401,
            AppliesToModule = row?.AppliesToModule ?? false,

            // A failure of the server's stays one where it is wrapped in a success.
            Outcome = row?.Kind == ConnectionError ? CallOutcome.Unknown : FateOf(refusal.Status),
        };
    }

    /// <summary>An error answer that is not Zoho's JSON: a proxy's page, a gateway's text.</summary>
    public static ZohoError DescribeStatus(int status) => new()
    {
        Code = $"HTTP_{status}",
        Message = $"the server answered {status} without saying why",
        Kind = KindOf(status),
        Advice = AdviceOn(status),
        StatusCode = status,
        EndsRun = status == 401,
        Outcome = FateOf(status),
    };

    // Which refusal it is that v7 has for them isn't documented (protocol section 13): any that is about the module.
    private static bool NeedsVersion8(Row? row, Refusal refusal) =>
        row is { AppliesToModule: true, Code: not "FEATURE_NOT_SUPPORTED" }
        && refusal.Path is { } path
        && (path.StartsWith("/crm/v7/Products/", StringComparison.OrdinalIgnoreCase)
            || (path.StartsWith("/crm/v7/", StringComparison.Ordinal) && path.EndsWith("?module=Products", StringComparison.OrdinalIgnoreCase)));

    // A server that failed says nothing of how far it got, and neither does one that switches protocols.
    private static CallOutcome FateOf(int status) => status is < 200 or 408 or >= 500 ? CallOutcome.Unknown : CallOutcome.Refused;

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
        401 => "Connect again with Connect-ZohoCrm.",
        403 => OnPermissions(refusal),
        429 => TooMany,
        >= 500 => ServerTrouble,
        _ => "Zoho refused the call: correct what it names.",
    };

    private static string AdviceOn(int status) => status switch
    {
        401 => $"{NotZohosWords} check the proxy's own sign-in and -ApiDomain of the connection, then connect again with Connect-ZohoCrm.",
        403 => $"{NotZohosWords} have it let calls to the API host through, and check -ApiDomain of the connection.",
        429 => TooMany,
        >= 500 => ServerTrouble,
        _ => $"{NotZohosWords} check it, and -ApiDomain of the connection.",
    };

    private static string OnIds(Refusal refusal) => $"Check the record id and the lock id: one of them is not of this module.{OnCutIds(refusal)}";

    // A single id that ends in zeros may be whole, so it was sent.
    private static string? OnCutIds(Refusal refusal) => refusal.Path?.Split('?')[0].Split('/').Any(RecordId.LooksTruncated) == true
        ? $" The id has nothing but zeros after its 15th digit, as a spreadsheet leaves ids: compare it with Zoho's own. {RecordId.ExportAgain}"
        : null;

    private static string OnPermissions(Refusal refusal) => refusal.Permissions is []
        ? AskForProfile
        : $"The profile of the user whose token this is lacks {string.Join(" and ", refusal.Permissions)}: an administrator turns it on in "
            + "Setup > Security Control > Profiles > the profile.";

    // Zoho's own pages disagree about the scopes of locking (protocol section 1.9), so what this call needs may not be all.
    private static string OnScopes(Refusal refusal)
    {
        IReadOnlyList<string> needed = refusal is { Method: { } method, Path: { } path } ? RequiredScopes.Of(method, path) : [];
        var need = needed is [] ? null : $"The call needs {string.Join(" and ", needed)} (or the same with .ALL at the end). ";
        return $"{need}A refresh token keeps the scopes that it was made with: make a new one, best with all of {OAuthClientCredential.DefaultScope}. "
            + "For a Self Client, that is in the API console of the data centre (api-console.zoho.com, .eu, .in, ...) > the client > Generate Code; "
            + "for another client, authorise again with these scopes. Then connect with it.";
    }

    private sealed record Row(string Code, ZohoErrorKind Kind, Func<Refusal, string> Advice)
    {
        public Row(string code, ZohoErrorKind kind, string advice)
            : this(code, kind, _ => advice)
        {
        }

        public string? Phrase { get; init; }

        public int? PathIndex { get; init; }

        public bool EndsRun { get; init; }

        public bool AppliesToModule { get; init; }

        /// <summary>Whether it is for calls about locking configurations only (protocol section 2).</summary>
        public bool OfConfiguration { get; init; }

        public bool Fits(Refusal refusal) =>
            string.Equals(Code, refusal.Code, StringComparison.OrdinalIgnoreCase)
            && (Phrase is null || refusal.Message.Contains(Phrase, StringComparison.OrdinalIgnoreCase))
            && (PathIndex is null || PathIndex == refusal.PathIndex)
            && (!OfConfiguration || IsOfConfiguration(refusal));

        private static bool IsOfConfiguration(Refusal refusal) =>
            refusal.Path?.Contains(ConfigurationPath, StringComparison.Ordinal) == true
            || refusal.Message.Contains(ConfigurationPath, StringComparison.Ordinal);
    }
}
