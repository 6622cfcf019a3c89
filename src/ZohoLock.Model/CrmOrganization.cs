namespace ZohoLock;

/// <summary>The organisation that a connection belongs to (<c>GET /org</c>, protocol section 6.2).</summary>
/// <param name="Id">The id: digits.</param>
/// <param name="Name">The name; null if Zoho doesn't report it.</param>
public sealed record CrmOrganization(string Id, string? Name)
{
    /// <summary>Zoho's name for the paid plan, such as <c>zohooneenterprise</c>; null if Zoho doesn't report it.</summary>
    public string? PaidType { get; init; }

    /// <summary>The edition of that plan, or of the trial while there is one; null if the plan isn't known.</summary>
    public CrmEdition? Edition { get; init; }

    /// <summary>The number of user licences; null if Zoho doesn't report it.</summary>
    public int? UserLicenses { get; init; }

    /// <summary>
    /// The API credits per 24 hours by edition and licences, without purchased add-ons (protocol section 6.1); null if unknown or
    /// unlimited.
    /// </summary>
    public long? DailyCredits => (Edition, UserLicenses) switch
    {
        (CrmEdition.Free, _) => 5_000,
        (CrmEdition.Standard, { } users) => Math.Min(50_000 + (users * 250L), 100_000),
        (CrmEdition.Professional, { } users) => Math.Min(50_000 + (users * 500L), 3_000_000),
        (CrmEdition.Enterprise, { } users) => Math.Min(50_000 + (users * 1_000L), 5_000_000),
        (CrmEdition.Ultimate, { } users) => 50_000 + (users * 2_000L),
        _ => null,
    };

    /// <summary>The name, for messages.</summary>
    public override string ToString() => DisplayText.Line(Name ?? Id);
}
