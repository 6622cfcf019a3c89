namespace ZohoLock;

/// <summary>A field of a module, as a configuration names one (protocol section 2.2).</summary>
/// <param name="ApiName">Its API name; null if only the id is known.</param>
/// <param name="Id">Its id in this organisation: digits; null if only the API name is known.</param>
public sealed record FieldReference(string? ApiName, string? Id = null)
{
    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>The field of that API name, or where the text is digits only, of that id.</summary>
    public static FieldReference Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return NamedReference.IsId(text) ? new(null, text.Trim()) : new(text.Trim());
    }

    /// <summary>The API name, or the id where there is none.</summary>
    public override string ToString() => DisplayText.Line(ApiName ?? Id);

    /// <summary>By its API name alone, where it has one.</summary>
    internal FieldReference WithoutId() => ApiName is null ? this : this with { Id = null };

    internal bool IsSameAs(FieldReference other) =>
        Id is not null && other.Id is not null ? Id == other.Id : ApiName is not null && ApiName == other.ApiName;
}
