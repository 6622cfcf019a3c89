namespace ZohoLock;

/// <summary>The organisation that a connection belongs to (<c>GET /org</c>, protocol section 6.2).</summary>
/// <param name="Id">Its id: digits.</param>
/// <param name="Name">Its name; null if Zoho doesn't tell.</param>
public sealed record CrmOrganization(string Id, string? Name)
{
    /// <summary>Zoho's word for what is paid for, such as <c>zohooneenterprise</c>; null if Zoho doesn't tell.</summary>
    public string? PaidType { get; init; }

    /// <summary>The edition that this stands for, a trial's while there is one; null if it is none that is known.</summary>
    public CrmEdition? Edition { get; init; }

    /// <summary>How many users' licences are paid for; null if Zoho doesn't tell.</summary>
    public int? UserLicenses { get; init; }

    /// <summary>
    /// The API credits of 24 hours by edition and licences, without what was bought besides (protocol section 6.1); null if they aren't known, or
    /// there is no limit.
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

    /// <summary>Its name, for messages.</summary>
    public override string ToString() => DisplayText.Line(Name ?? Id);
}
