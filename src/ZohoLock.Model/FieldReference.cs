namespace ZohoLock;

/// <summary>A reference to a field of a module, by API name, id or both (protocol section 2.2).</summary>
/// <param name="ApiName">The API name; null if only the id is known.</param>
/// <param name="Id">The id in this organisation: digits; null if only the API name is known.</param>
public sealed record FieldReference(string? ApiName, string? Id = null)
{
    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>Creates a reference by id if the text is digits only, otherwise by API name.</summary>
    public static FieldReference Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return NamedReference.IsId(text) ? new(null, text.Trim()) : new(text.Trim());
    }

    /// <summary>The API name, or the id if there is none.</summary>
    public override string ToString() => DisplayText.Line(ApiName ?? Id);

    /// <summary>The reference by API name alone, if it has one.</summary>
    internal FieldReference WithoutId() => ApiName is null ? this : this with { Id = null };

    // Zoho has no two fields of a module whose API names differ in casing only.
    internal bool IsSameAs(FieldReference other) =>
        Id is not null && other.Id is not null ? Id == other.Id : ApiName is not null && ApiName.Equals(other.ApiName, StringComparison.OrdinalIgnoreCase);
}
