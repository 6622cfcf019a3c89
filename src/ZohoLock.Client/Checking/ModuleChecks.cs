using System.Globalization;
using ZohoLock.Configuration;
using ZohoLock.Errors;
using ZohoLock.Input;

namespace ZohoLock.Checking;

/// <summary>Judges whether a module has what record locking needs.</summary>
internal static class ModuleChecks
{
    private static readonly HttpMethod[] Operations = [HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete];

    /// <summary>A check for each requirement of the module, in the order in which they matter.</summary>
    public static IReadOnlyList<LockingCheck> Judge(LockingEvidence evidence) =>
    [
        JudgeScope(evidence),
        JudgeEdition(evidence),
        JudgeModule(evidence),
        JudgeConfiguration(evidence),
        JudgeManualLocking(evidence),
        JudgeProfile(evidence),
        JudgePermission(evidence),
        JudgeView(evidence),
    ];

    private static LockingCheck JudgeScope(LockingEvidence evidence)
    {
        var needed = Operations.SelectMany(operation => RequiredScopes.Of(operation, $"/crm/v7/{evidence.Module}/1/Locking_Information__s")).Distinct().ToArray();
        var granted = new GrantedScopes(evidence.Scopes);
        var missing = Array.FindAll(needed, scope => !granted.Cover(scope));
        return (evidence.Scopes, missing) switch
        {
            ([], _) => Unknown(evidence, LockingRequirement.Scope, "Zoho hasn't reported the scopes of this access token", $"Locking needs {Join(needed)}."),
            (_, []) => Passed(evidence, LockingRequirement.Scope, "reading, locking, changing and unlocking are granted"),
            _ when Array.TrueForAll(missing, granted.MayCover) => Unknown(
                evidence,
                LockingRequirement.Scope,
                $"not granted: {Join(missing)}; whether ZohoCRM.modules covers them isn't documented",
                $"If locking is refused, make a new refresh token with {GrantedScopes.LockingInformation}.ALL as well."),
            _ => Failed(
                evidence,
                LockingRequirement.Scope,
                $"not granted: {Join(missing)}",
                $"Make a new refresh token with these scopes as well, best with all of {OAuthClientCredential.DefaultScope}, and connect with it."),
        };
    }

    private static LockingCheck JudgeEdition(LockingEvidence evidence)
    {
        const LockingRequirement Edition = LockingRequirement.Edition;
        return evidence.Refusals.FirstOrDefault(refusal => refusal.Code == "FEATURE_NOT_SUPPORTED") is { } refusal ? Failed(evidence, Edition, refusal)
            : evidence.Configuration.IsKnown || evidence.HasReadLocks ? Passed(evidence, Edition, "record locking is there")
            : NotTold(evidence, Edition, evidence.Configuration.Failure);
    }

    private static LockingCheck JudgeModule(LockingEvidence evidence)
    {
        const LockingRequirement Module = LockingRequirement.Module;
        var known = evidence.Modules.Value?.FirstOrDefault(module => module.ApiName.Equals(evidence.Module, StringComparison.OrdinalIgnoreCase));
        return evidence switch
        {
            { Modules.Value: { } modules } when known is null => Failed(
                evidence,
                Module,
                $"the organisation has no module {evidence.Module}, or the user doesn't see it{NearestName.Suggest(evidence.Module, modules.Select(module => module.ApiName))}",
                "Give the API name, such as Deals or Sales_Orders: Setup > Developer Hub > APIs and SDKs > API Names lists them."),
            { Configuration.Failure: { AppliesToModule: true, Code: not "FEATURE_NOT_SUPPORTED" } refusal } => Failed(evidence, Module, refusal),
            { Configuration.IsKnown: true } or { HasReadLocks: true } => Passed(evidence, Module, "its records can be locked"),
            _ when known is { IsLockable: false } => Failed(evidence, Module, CatalogEntries.ModuleNotSupported.Create($"records of {evidence.Module} can't be locked")),
            _ => NotTold(evidence, Module, evidence.Configuration.Failure),
        };
    }

    private static LockingCheck JudgeConfiguration(LockingEvidence evidence)
    {
        const LockingRequirement Configuration = LockingRequirement.Configuration;
        return evidence switch
        {
            { Configuration.Value: { } found } => Passed(
                evidence, Configuration, string.Create(CultureInfo.InvariantCulture, $"there is one: {found.LockType}, rules: {found.LockingRules.Count}")),
            { Configuration.IsKnown: true } => Failed(evidence, Configuration, ConfigurationErrors.None(evidence.Module).Error.Message, CatalogEntries.SetUpLocking),
            _ when evidence.Refusals.FirstOrDefault(refusal => refusal.Is(CatalogEntries.NoConfiguration) || refusal.Is(CatalogEntries.NoLocking)) is { } missing => Failed(evidence, Configuration, missing),
            { HasReadLocks: true } => Passed(evidence, Configuration, "there is one, as locks can be read; it can't be read itself"),
            _ => NotTold(evidence, Configuration, evidence.Configuration.Failure),
        };
    }

    private static LockingCheck JudgeManualLocking(LockingEvidence evidence)
    {
        const LockingRequirement ManualLocking = LockingRequirement.ManualLocking;
        return evidence.Configuration switch
        {
            { Value.LockType: LockType.Manual or LockType.Both } => Passed(evidence, ManualLocking, "users may lock by hand"),
            { Value.LockType: LockType.Automatic } => Failed(evidence, ManualLocking, CatalogEntries.OnlyAutomatic.Create("the configuration locks by rule only")),
            { Value: not null } => Unknown(evidence, ManualLocking, "the configuration has a lock type that ZohoLock doesn't know", null),
            { IsKnown: true } => Failed(evidence, ManualLocking, "there is no configuration", CatalogEntries.SetUpLocking),
            _ => NotTold(evidence, ManualLocking, evidence.Configuration.Failure),
        };
    }

    private static LockingCheck JudgeProfile(LockingEvidence evidence)
    {
        const LockingRequirement Profile = LockingRequirement.Profile;
        return evidence switch
        {
            _ when evidence.Refusals.FirstOrDefault(refusal => refusal.Is(CatalogEntries.ProfileExcluded)) is { } excluded => Failed(evidence, Profile, excluded),
            { Configuration: { IsKnown: true, Value: null } } => Unknown(evidence, Profile, "there is no configuration", CatalogEntries.SetUpLocking),
            { Configuration: { IsKnown: false, Failure: var failure } } => NotTold(evidence, Profile, failure),
            { User: null } => Passed(evidence, Profile, "locks are for all profiles"),
            { User: { IsKnown: false, Failure: var failure } } => Unknown(
                evidence, Profile, $"profiles are excluded, and the user's own can't be read: {failure!.Message}", $"Reading it needs the scope ZohoCRM.users.READ. {failure.AdviceTemplate}"),
            { User.Value: { } user, Configuration.Value: { } configuration } when configuration.ExcludedProfiles.Any(user.Profile.IsSameAs) => Failed(
                evidence, Profile, CatalogEntries.ProfileExcluded.Create($"the profile {user.Profile} of {user.Name} is excluded from locking")),
            { User.Value: var user } => Passed(evidence, Profile, $"the profile {user!.Profile} of {user.Name} isn't excluded"),
        };
    }

    private static LockingCheck JudgePermission(LockingEvidence evidence)
    {
        const LockingRequirement Permission = LockingRequirement.Permission;
        var denied = evidence.Records
            .Select(record => record.Locks.Failure)
            .FirstOrDefault(failure => failure is { IsNotAllowed: true, Code: not "OAUTH_SCOPE_MISMATCH" } && !failure.Is(CatalogEntries.ProfileExcluded));
        var editable = evidence.Records.FirstOrDefault(record => record.Locks.Value?.Any(found => found.Editable == true) == true);
        return denied is not null ? Failed(evidence, Permission, denied)
            : editable is not null ? Passed(evidence, Permission, $"the user may change the lock of {editable.RecordId}")
            : Unknown(
                evidence,
                Permission,
                "Zoho tells whether the user may lock only when a record is locked",
                "Setup > Security Control > Profiles > the profile shows whether it may lock and unlock; or lock one record, and unlock it again.");
    }

    private static LockingCheck JudgeView(LockingEvidence evidence)
    {
        const LockingRequirement View = LockingRequirement.View;
        return evidence.Views switch
        {
            { Value: { } views } when views.FirstOrDefault(view => view.IsOfLockedRecords) is { } found => Passed(evidence, View, $"{found} is visible"),
            { IsKnown: true } => Failed(
                evidence,
                View,
                "the user sees no view of the locked records",
                $"Nothing to do: {OperationName.GetLock} -All queries or lists the records instead, which takes more calls."),
            { Failure: var failure } => NotTold(evidence, View, failure),
        };
    }

    private static LockingCheck Passed(LockingEvidence evidence, LockingRequirement requirement, string message) =>
        new(evidence.Module, requirement, CheckResult.Passed) { Message = message };

    private static LockingCheck Failed(LockingEvidence evidence, LockingRequirement requirement, ZohoError error) =>
        Failed(evidence, requirement, error.Message, error.AdviceTemplate);

    private static LockingCheck Failed(LockingEvidence evidence, LockingRequirement requirement, string message, string advice) =>
        new(evidence.Module, requirement, CheckResult.Failed) { Message = message, Advice = advice };

    // What is wrong with the module itself is told by the checks that have failed.
    private static LockingCheck NotTold(LockingEvidence evidence, LockingRequirement requirement, ZohoError? failure) => failure is null or { AppliesToModule: true }
        ? Unknown(evidence, requirement, "not known before the failed checks pass", null)
        : Unknown(evidence, requirement, $"Zoho doesn't tell: {failure.Message}", failure.AdviceTemplate);

    private static LockingCheck Unknown(LockingEvidence evidence, LockingRequirement requirement, string message, string? advice) =>
        new(evidence.Module, requirement, CheckResult.Unknown) { Message = message, Advice = advice };

    private static string Join(IEnumerable<string> scopes) => string.Join(", ", scopes);
}
