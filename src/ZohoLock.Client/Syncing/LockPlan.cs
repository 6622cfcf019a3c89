namespace ZohoLock.Syncing;

/// <summary>What is to be done so that the records of a module are locked as wanted; docs/plan.md describes its file.</summary>
/// <param name="OrganizationId">The id of the organisation: digits; the API host if the id can't be read.</param>
/// <param name="Module">The API name of the module.</param>
/// <param name="Made">When the plan was made.</param>
/// <param name="Steps">The steps, each record once.</param>
public sealed record LockPlan(string OrganizationId, string Module, DateTimeOffset Made, IReadOnlyList<LockPlanStep> Steps)
{
    /// <summary>The organisation's name; null if it isn't known.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>Checks that a plan is for an organisation and a module.</summary>
    /// <param name="organizationId">The id of the organisation in which it is to be applied.</param>
    /// <param name="organizationName">What to call that organisation in an error.</param>
    /// <param name="module">The API name of the module; null for the plan's own.</param>
    /// <exception cref="ZohoException">
    /// It is for another organisation (code <c>PlanOfAnotherOrganization</c>) or another module (<c>PlanOfAnotherModule</c>). It ends the run.
    /// </exception>
    public void Require(string organizationId, string organizationName, string? module = null)
    {
        if (module is not null && !module.Equals(Module, StringComparison.OrdinalIgnoreCase))
        {
            throw SyncingErrors.OtherModule(this, module);
        }

        if (organizationId != OrganizationId)
        {
            throw SyncingErrors.OtherOrganization(this, organizationName);
        }
    }
}
