namespace ZohoLock;

/// <summary>
/// The locking configuration of a module: which of its records may be locked, how, for whom, and what a lock forbids (protocol section 2.2). Zoho
/// has at most one for a module. What Zoho answers besides is kept, and sent back with a change.
/// </summary>
public sealed record LockConfiguration
{
    // PowerShell sets what C# can only initialise, to null too; and it can't index every list that C# makes.
    private readonly IReadOnlyList<NamedReference> _excludedProfiles = [];
    private readonly IReadOnlyList<LockingRule> _lockingRules = [];
    private readonly IReadOnlyList<FieldReference> _excludedFields = [];
    private readonly IReadOnlyList<string> _restrictedActions = [];
    private readonly IReadOnlyList<string> _restrictedCommunications = [];
    private readonly IReadOnlyList<NamedReference> _restrictedCustomButtons = [];

    /// <summary>The API name of the module.</summary>
    public required string Module { get; init; }

    /// <summary>Its id: digits; null for one that is still to be made.</summary>
    public string? Id { get; init; }

    /// <summary>How records are locked; null if Zoho's word for it isn't known.</summary>
    public LockType? LockType { get; init; }

    /// <summary>Whom they are locked for; null stands for all profiles, or for a word of Zoho's that isn't known.</summary>
    public LockedFor? LockedFor { get; init; }

    /// <summary>The profiles that locks don't concern, at most 15 (<c>lock_excluded_profiles</c>).</summary>
    public IReadOnlyList<NamedReference> ExcludedProfiles
    {
        get => _excludedProfiles;
        init => _excludedProfiles = value?.ToArray() ?? [];
    }

    /// <summary>The rules that lock records, at most 5.</summary>
    public IReadOnlyList<LockingRule> LockingRules
    {
        get => _lockingRules;
        init => _lockingRules = value?.ToArray() ?? [];
    }

    /// <summary>The fields that can be edited although the record is locked, at most 15.</summary>
    public IReadOnlyList<FieldReference> ExcludedFields
    {
        get => _excludedFields;
        init => _excludedFields = value?.ToArray() ?? [];
    }

    /// <summary>Zoho's word for the feature: <c>record_locking</c>; null stands for that.</summary>
    public string? FeatureType { get; init; }

    /// <summary>What can't be done with a locked record, by Zoho's words; <c>update</c> is always meant (protocol section 2.2).</summary>
    public IReadOnlyList<string> RestrictedActions
    {
        get => _restrictedActions;
        init => _restrictedActions = value?.ToArray() ?? [];
    }

    /// <summary>What can't be sent from a locked record, by Zoho's words.</summary>
    public IReadOnlyList<string> RestrictedCommunications
    {
        get => _restrictedCommunications;
        init => _restrictedCommunications = value?.ToArray() ?? [];
    }

    /// <summary>The custom buttons that a locked record lacks, at most 30.</summary>
    public IReadOnlyList<NamedReference> RestrictedCustomButtons
    {
        get => _restrictedCustomButtons;
        init => _restrictedCustomButtons = value?.ToArray() ?? [];
    }

    /// <summary>Whether records are locked for users of portals too, as they are where nothing else is said.</summary>
    public bool LockForPortalUsers { get; init; } = true;

    /// <summary>Whether Zoho made it itself, so that nobody can change it; null if Zoho doesn't tell.</summary>
    public bool? SystemDefined { get; init; }

    /// <summary>When it was made; null if Zoho doesn't tell.</summary>
    public DateTimeOffset? CreatedTime { get; init; }

    /// <summary>When it was last changed; null if Zoho doesn't tell.</summary>
    public DateTimeOffset? ModifiedTime { get; init; }

    /// <summary>Who made it; null if Zoho doesn't tell.</summary>
    public User? CreatedBy { get; init; }

    /// <summary>Who changed it last; null if Zoho doesn't tell.</summary>
    public User? ModifiedBy { get; init; }

    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>
    /// The configuration for another module: without the ids of what is this one's own, so that names count. The same one where the module is its own.
    /// </summary>
    public LockConfiguration ForModule(string module) => Module.Equals(module, StringComparison.OrdinalIgnoreCase)
        ? this
        : this with
        {
            Module = module,
            Id = null,
            LockingRules = [.. LockingRules.Select(rule => rule with { Id = null, Criteria = rule.Criteria?.WithoutFieldIds() })],
            ExcludedFields = [.. ExcludedFields.Select(field => field.WithoutId())],
            RestrictedCustomButtons = [.. RestrictedCustomButtons.Select(button => button.Name is null ? button : button with { Id = null })],
        };

    /// <summary>The configuration with one more rule.</summary>
    public LockConfiguration WithRuleAdded(LockingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return this with { LockingRules = [.. LockingRules, rule with { Id = null }] };
    }

    /// <summary>
    /// The configuration with a rule in the place of the one with its id, or where it has none, with its name. It keeps the name and the criteria where
    /// no others are given.
    /// </summary>
    /// <exception cref="ZohoException">There is no such rule: code <c>NO_RULE</c>.</exception>
    public LockConfiguration WithRuleChanged(LockingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var former = LockingRules.FirstOrDefault(known => rule.Id is null ? known.Name == rule.Name : known.Id == rule.Id)
            ?? throw NoRule(rule.Id ?? rule.Name ?? string.Empty);
        var changed = rule with { Id = former.Id, Name = rule.Name ?? former.Name, Criteria = rule.Criteria ?? former.Criteria };
        return this with { LockingRules = [.. LockingRules.Select(known => known == former ? changed : known)] };
    }

    /// <summary>The configuration without the rule of that id or name.</summary>
    /// <exception cref="ZohoException">There is no such rule: code <c>NO_RULE</c>.</exception>
    public LockConfiguration WithRuleRemoved(string rule)
    {
        var former = LockingRules.FirstOrDefault(known => known.Id == rule)
            ?? LockingRules.FirstOrDefault(known => known.Name == rule)
            ?? throw NoRule(rule);
        return this with { LockingRules = [.. LockingRules.Where(known => known != former)] };
    }

    /// <summary>The module and how it is locked: <c>Deals (Both)</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Module} ({LockType})");

    private ZohoException NoRule(string rule) => new(new ZohoError
    {
        Code = "NO_RULE",
        Message = $"the locking configuration of {Module} has no rule '{rule}'",
        Advice = $"Nothing was changed. {OperationName.GetConfiguration} shows its rules.",
        Kind = ZohoErrorKind.ObjectNotFound,
    });
}
