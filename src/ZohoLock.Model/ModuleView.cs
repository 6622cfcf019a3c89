namespace ZohoLock;

/// <summary>A view of a module's records, made by a user or by Zoho (protocol section 9.1).</summary>
/// <param name="Id">The id in this organisation: digits.</param>
/// <param name="Name">The name that Zoho shows.</param>
/// <param name="SystemName">Zoho's own name of the view, such as <c>ALLLOCKEDLEADS</c>; null if it has none.</param>
public sealed record ModuleView(string Id, string Name, string? SystemName)
{
    // Zoho's own names of the views of locked records: ALLLOCKEDLEADS.
    private const string LockedPrefix = "ALLLOCKED";

    /// <summary>Whether it is Zoho's own view of the module's locked records.</summary>
    public bool IsOfLockedRecords => SystemName?.StartsWith(LockedPrefix, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The name.</summary>
    public override string ToString() => DisplayText.Line(Name);
}
