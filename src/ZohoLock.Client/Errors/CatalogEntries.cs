using ZohoLock.Input;
using static ZohoLock.ZohoErrorKind;

namespace ZohoLock.Errors;

/// <summary>Zoho's errors, what each means and what to do about it (protocol sections 1.6, 2.5 and 8).</summary>
internal static class CatalogEntries
{
    internal const string LockingSetup = "Setup > Customization > Modules and Fields > the module > Record Locking";

    internal const string SetUpLocking = $"Set up record locking for the module: {OperationName.CreateConfiguration} does, or {LockingSetup}.";

    private const string AskForProfile =
        "Ask an administrator to allow it in the profile of the user whose token this is: Setup > Security Control > Profiles > the profile.";

    internal const string TooMany =
        "Too many calls at once, or the day's API credits are used up: lower -ThrottleLimit, or wait. "
        + "Setup > Developer Hub > APIs and SDKs shows the credits left.";

    private const string Limits = "A configuration has at most 5 rules, 15 excluded fields, 15 excluded profiles and 30 custom buttons";

    private const string OnModules =
        "Give the module's API name, such as Deals or Sales_Orders: Setup > Developer Hub > APIs and SDKs > API Names lists them.";

    private const string OnQueries =
        "Correct what Zoho names in the condition or the query: fields by their API names, texts in single quotes, and-ed and or-ed parts in brackets in pairs.";

    internal const string ServerTrouble = "Zoho's server failed: try again later.";

    /// <summary>A lock type that Zoho doesn't know.</summary>
    public static readonly CatalogEntry UnknownLockType = new("INVALID_DATA", InvalidArgument, "A lock type is manual, automatic or both.") { Phrase = "lock_type not found" };

    /// <summary>A value of locked_for that Zoho doesn't know.</summary>
    public static readonly CatalogEntry UnknownLockedFor = new("INVALID_DATA", InvalidArgument, "Records are locked for all_profiles, or for all_profiles_except_excluded_profiles.")
        { Phrase = "locked_for not found" };

    /// <summary>An action that a lock can't forbid.</summary>
    public static readonly CatalogEntry UnknownAction = new("INVALID_DATA", InvalidArgument, "A lock can forbid update, tags, convert, delete and change_owner.") { Phrase = "action not found" };

    /// <summary>A communication that a lock can't forbid.</summary>
    public static readonly CatalogEntry UnknownCommunication = new("INVALID_DATA", InvalidArgument, "A lock can forbid send_mail, send_survey and send_portal_invitation.")
        { Phrase = "communications not found" };

    /// <summary>A field that the module doesn't have.</summary>
    public static readonly CatalogEntry UnknownField = new("INVALID_DATA", InvalidArgument,
        "The module has no such field: give its API name, which Setup > Developer Hub > APIs and SDKs > API Names > the module lists.")
        { Phrase = "field not found", OfConfiguration = true };

    /// <summary>A custom button that the module doesn't have.</summary>
    public static readonly CatalogEntry UnknownCustomButton = new("INVALID_DATA", InvalidArgument,
        "The module has no such custom button: Setup > Customization > Modules and Fields > the module > Links and Buttons shows which it has. Ids are "
        + "those of one organisation: give the name where the configuration comes from another.")
        { Phrase = "custom button not found" };

    /// <summary>A profile that the organisation doesn't have.</summary>
    public static readonly CatalogEntry UnknownProfile = new("INVALID_DATA", InvalidArgument,
        "The organisation has no such profile: Setup > Security Control > Profiles shows which it has. Ids are those of one organisation: give the name "
        + "where the configuration comes from another.")
        { Phrase = "lock_excluded_profiles not found" };

    /// <summary>A feature type other than record_locking.</summary>
    public static readonly CatalogEntry UnknownFeatureType = new("INVALID_DATA", InvalidArgument, "The one feature type is record_locking: leave it out.")
        { Phrase = "feature_type", OfConfiguration = true };

    /// <summary>A value in a configuration that can't be right.</summary>
    public static readonly CatalogEntry InvalidConfigurationValue = new("INVALID_DATA", InvalidArgument, "Correct the value that Zoho names, and send the configuration again.") { OfConfiguration = true };

    /// <summary>A value that a configuration must have.</summary>
    public static readonly CatalogEntry MissingConfigurationValue = new("MANDATORY_NOT_FOUND", InvalidArgument, "Give what Zoho names: a configuration needs a lock type, and each of its rules a name and criteria.")
        { OfConfiguration = true };

    /// <summary>Locking by rule without a rule.</summary>
    public static readonly CatalogEntry MissingRules = new("DEPENDENT_FIELD_MISSING", InvalidArgument, "Locking by rule needs a rule: add one, or make the lock type manual.") { Phrase = "locking_rules" };

    /// <summary>Excluding profiles without a profile.</summary>
    public static readonly CatalogEntry MissingProfiles = new("DEPENDENT_FIELD_MISSING", InvalidArgument, "Name the profiles that are excluded, or lock for all_profiles.")
        { Phrase = "lock_excluded_profiles" };

    /// <summary>A field with neither an API name nor an id.</summary>
    public static readonly CatalogEntry MissingFieldReference = new("EXPECTED_FIELD_MISSING", InvalidArgument, "Give the API name or the id of the field.");

    /// <summary>A record of a module that is locked by rule only.</summary>
    public static readonly CatalogEntry OnlyAutomatic = new("NOT_ALLOWED", PermissionDenied,
        "The module's locking configuration locks by rule only: set its lock type to 'both' to allow locking by hand, by "
        + $"{OperationName.UpdateConfiguration} or in {LockingSetup}.")
        { Phrase = "only automatic locking" };

    /// <summary>A module that has never had a locking configuration, or can't have one.</summary>
    public static readonly CatalogEntry NoLocking = new("INVALID_DATA", ObjectNotFound, $"The module has no record locking at all, or doesn't support it. {SetUpLocking}")
        { Phrase = "relation not found", AppliesToModule = true };

    /// <summary>A module that has no locking configuration.</summary>
    public static readonly CatalogEntry NoConfiguration = new("NOT_ALLOWED", ObjectNotFound, SetUpLocking)
        { Phrase = "Configuration is not present", AppliesToModule = true };

    /// <summary>A module whose records can't be locked.</summary>
    public static readonly CatalogEntry ModuleNotSupported = new("NOT_SUPPORTED", InvalidArgument,
        $"Record locking is for {string.Join(", ", ModuleName.Lockable)} and custom modules that users made, and not for every field of theirs.")
        { AppliesToModule = true };

    /// <summary>A user whose profile has no record locking.</summary>
    public static readonly CatalogEntry ProfileExcluded = new("NO_PERMISSION", PermissionDenied,
        "The profile of the user whose token this is has no record locking in this module. Look whom the module's locking is for, and which profiles "
        + $"are excluded, in {LockingSetup}, and what the profile may do in Setup > Security Control > Profiles; or connect as a user of another profile.")
        { Phrase = "not supported for the profile" };

    /// <summary>An unlock of a record that a rule has locked.</summary>
    public static readonly CatalogEntry AutomaticallyLocked = new("NOT_ALLOWED", PermissionDenied,
        "A rule of the locking configuration locked it: change the record so that the rule no longer fits, or change the rule, by "
        + $"{OperationName.UpdateConfiguration} or in {LockingSetup}.")
        { Phrase = "Automatically locked" };

    /// <summary>The record is locked.</summary>
    public static readonly CatalogEntry AlreadyLocked = new("NOT_ALLOWED", ResourceExists, $"Nothing was changed. {OperationName.GetLock} shows who locked it and why; {OperationName.UpdateReason} changes the reason.")
        { Phrase = "already locked" };

    /// <summary>A field that can't be used there.</summary>
    public static readonly CatalogEntry UnsupportedField = new("NOT_SUPPORTED", InvalidArgument,
        "Zoho takes no such field here. The criteria of tasks can only be Status = 'closed'; Tag, Owner and fields that nobody can edit can't be excluded.")
        { Phrase = "field not supported" };

    /// <summary>Two rules with one name.</summary>
    public static readonly CatalogEntry DuplicateRuleName = new("DUPLICATE_DATA", ResourceExists, "Each rule of a module has a name of its own: give another, or change the rule that has it.")
        { Phrase = "Duplicate rule name" };

    /// <summary>Two rules with the same criteria.</summary>
    public static readonly CatalogEntry DuplicateCriteria = new("DUPLICATE_DATA", ResourceExists, "Each rule of a module has criteria of its own: give others, or leave the second rule out.")
        { Phrase = "Duplicate criteria" };

    /// <summary>The module has a configuration.</summary>
    public static readonly CatalogEntry ConfigurationExists = new("LIMIT_EXCEEDED", ResourceExists,
        $"Nothing was changed. A module has one configuration: {OperationName.GetConfiguration} shows it, {OperationName.UpdateConfiguration} changes it.")
        { Phrase = "already created" };

    /// <summary>More rules than a configuration can have.</summary>
    public static readonly CatalogEntry TooManyRules = new("LIMIT_EXCEEDED", LimitsExceeded, $"{Limits}: put several criteria into one rule with or, or leave some out.") { Phrase = "locking rules" };

    /// <summary>More values than a configuration can have.</summary>
    public static readonly CatalogEntry TooManyConfigurationValues = new("LIMIT_EXCEEDED", LimitsExceeded, $"{Limits}: leave some out.") { OfConfiguration = true };

    /// <summary>All entries in the order in which they are tried: an entry with a phrase or a place stands before the one for the bare code.</summary>
    public static IReadOnlyList<CatalogEntry> All { get; } =
    [
        new("INVALID_MODULE", InvalidArgument, OnModules) { AppliesToModule = true },
        new("INVALID_DATA", ObjectNotFound,
            $"The module has no locking configuration with that id: it was deleted, or is another module's. {OperationName.GetConfiguration} shows what is there.")
            { PathIndex = 2, OfConfiguration = true },
        UnknownLockType,
        UnknownLockedFor,
        UnknownAction,
        UnknownCommunication,
        UnknownField,
        UnknownCustomButton,
        UnknownProfile,
        UnknownFeatureType,
        NoLocking,
        InvalidConfigurationValue,
        new("INVALID_DATA", ObjectNotFound, refusal =>
            $"No record of this module has that id: look it up, and check that the module is the right one.{OnCutIds(refusal)}")
            { PathIndex = 1 },
        new("INVALID_DATA", ObjectNotFound, refusal =>
            $"That lock is gone: the record is unlocked, or was locked anew. {OperationName.GetLock} without -LockId shows its lock now."
            + OnCutIds(refusal))
            { PathIndex = 3 },
        new("INVALID_DATA", ObjectNotFound, OnIds) { Phrase = "id given" },
        new("INVALID_DATA", ObjectNotFound, OnIds) { Phrase = "relation id" },
        new("INVALID_DATA", InvalidArgument, "Correct the value that Zoho names, and send the record again."),
        MissingConfigurationValue,
        MissingRules,
        MissingProfiles,
        MissingFieldReference,
        new("AMBIGUITY_DURING_PROCESSING", InvalidArgument, "The API name and the id are of two fields: give one of them, best the API name."),
        new("MANDATORY_NOT_FOUND", InvalidArgument, "Give a value for the field that Zoho names; a lock needs a reason."),
        new("REQUIRED_PARAM_MISSING", InvalidArgument, "Give the parameter that Zoho names: a configuration is of a module.") { OfConfiguration = true },
        new("REQUIRED_PARAM_MISSING", InvalidArgument, "Give the parameter that Zoho names; a list of locks needs its fields."),
        new("FEATURE_NOT_SUPPORTED", PermissionDenied, "Record locking needs another edition of Zoho CRM: Setup > General > Company Details shows yours.")
            { AppliesToModule = true },
        NoConfiguration,
        AlreadyLocked,
        OnlyAutomatic,
        AutomaticallyLocked,
        new("NOT_ALLOWED", PermissionDenied, "Zoho made this configuration itself, and lets nobody change or delete it.") { Phrase = "created by system" },
        new("NOT_ALLOWED", PermissionDenied, "Zoho doesn't allow this for the record as it is now."),
        new("NOT_SUPPORTED", InvalidArgument, "The module can't send that: leave it out.") { Phrase = "communications not found" },
        UnsupportedField,
        ModuleNotSupported,
        ProfileExcluded,
        new("NO_PERMISSION", PermissionDenied,
            "The profile of the user whose token this is may not unlock this record. An administrator allows it in Setup > Security Control > Profiles "
            + $"> the profile; or connect as a user who may unlock it. {OperationName.GetLock} shows who locked it and why.")
            { Phrase = "permission to unlock" },
        new("NO_PERMISSION", PermissionDenied,
            "Zoho asks for the permission to customise modules (Crm_Implied_Customize_Zoho_CRM), which the profile of the user whose token this is lacks. "
            + "An administrator turns it on in Setup > Security Control > Profiles > the profile; or connect as a user who has it.")
            { Phrase = "customize record lock" },
        new("NO_PERMISSION", PermissionDenied, OnPermissions),
        new("AUTHORIZATION_FAILED", PermissionDenied, OnPermissions),
        new("RECORD_LOCKED", ResourceExists, OnLockedRecords),
        new("NOT_APPROVED", PermissionDenied, "Have the record approved first."),
        new("NOT_REVIEWED", PermissionDenied, "Have the record reviewed first."),
        new("ALREADY_MODIFIED", ResourceExists, "Somebody changed the record meanwhile: look at it again."),
        new("ALREADY_USED", ResourceExists, "Look at what is there already."),
        DuplicateRuleName,
        DuplicateCriteria,
        new("DUPLICATE_DATA", ResourceExists, "Look at what is there already."),
        ConfigurationExists,
        TooManyRules,
        TooManyConfigurationValues,
        new("SYNTAX_ERROR", InvalidArgument, OnQueries),
        new("INVALID_QUERY", InvalidArgument, OnModules) { Phrase = "module name" },
        new("INVALID_QUERY", InvalidArgument, "The module has no view with that id, or the connection's user doesn't see it: give the view's name.") { Phrase = "cvid" },
        new("INVALID_QUERY", InvalidArgument, OnQueries),
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
            $"Connect again with {OperationName.Connect}: an access token ends after an hour, or was revoked. A token of another data centre or environment looks "
            + "like this too: check -DataCenter, -Environment and -ApiDomain.") { EndsRun = true },
        new("INVALID_OAUTHTOKEN", AuthenticationError,
            $"Connect again with {OperationName.Connect}. More than 15 access tokens of one refresh token push out the oldest: let scripts share one connection.")
            { EndsRun = true },
        new("AUTHENTICATION_FAILURE", AuthenticationError,
            $"The call reached Zoho without a token that it can read: connect again with {OperationName.Connect}. If it goes on, a proxy may take away the "
            + "Authorization header: have it leave calls to the API host alone.") { EndsRun = true },
        new("OAUTH_SCOPE_MISMATCH", AuthenticationError, OnScopes) { EndsRun = true },
        new("INTERNAL_ERROR", ConnectionError, ServerTrouble),
        new("INTERNAL_SERVER_ERROR", ConnectionError, ServerTrouble),
    ];

    /// <summary>The index in <see cref="All"/> of the first entry that a response fits; null if it fits none.</summary>
    public static int? FindIndex(Refusal refusal)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Fits(refusal))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Whether an error of Zoho's is that of an entry.</summary>
    public static bool Is(this ZohoError error, CatalogEntry entry) => error.CatalogEntry is { } index && ReferenceEquals(All[index], entry);

    internal static string OnPermissions(Refusal refusal) => refusal.Permissions is []
        ? AskForProfile
        : $"The profile of the user whose token this is lacks {string.Join(" and ", refusal.Permissions)}: an administrator turns it on in "
            + "Setup > Security Control > Profiles > the profile.";

    private static string OnIds(Refusal refusal) => $"Check the record id and the lock id: one of them is not of this module.{OnCutIds(refusal)}";

    // Zoho has the same code for a record whose image it is checking or that it is merging (protocol sections 3 and 9.1), which is no lock.
    private static string OnLockedRecords(Refusal refusal) =>
        refusal.Details?.Contains("zia_vision_processing", StringComparison.OrdinalIgnoreCase) == true
        || refusal.Message.Contains("not approved", StringComparison.OrdinalIgnoreCase)
            ? "This is no lock: Zoho is still at work on the record, or it waits for an approval. Have it approved if it does; else try again in some "
                + "minutes."
            : $"The record is locked: unlock it first. {OperationName.GetLock} shows who locked it and why.";

    // A single id that ends in zeros may be whole, so it was sent.
    private static string? OnCutIds(Refusal refusal) => refusal.Path?.Split('?')[0].Split('/').Any(RecordId.LooksTruncated) == true
        ? $" The id has nothing but zeros after its 15th digit, as a spreadsheet leaves ids: compare it with Zoho's own. {RecordId.ExportAgain}"
        : null;

    // Zoho's own pages disagree about the scopes of locking (protocol section 1.9), so what this call needs may not be all.
    private static string OnScopes(Refusal refusal)
    {
        IReadOnlyList<string> needed = refusal is { Method: { } method, Path: { } path } ? RequiredScopes.Of(method, path) : [];
        var need = needed is [] ? null : $"The call needs {string.Join(" and ", needed)} (or the same with .ALL at the end). ";
        return $"{need}A refresh token keeps the scopes that it was made with: make a new one, best with all of {OAuthClientCredential.DefaultScope}. "
            + "For a Self Client, that is in the API console of the data centre (api-console.zoho.com, .eu, .in, ...) > the client > Generate Code; "
            + "for another client, authorise again with these scopes. Then connect with it.";
    }
}
