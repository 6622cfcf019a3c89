namespace ZohoLock;

/// <summary>A reference to a profile or a custom button, by name, id or both (protocol section 2.2).</summary>
/// <param name="Name">The name; null if only the id is known.</param>
/// <param name="Id">The id in this organisation: digits; null if only the name is known.</param>
public sealed record NamedReference(string? Name, string? Id = null)
{
    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>Creates a reference by id if the text is digits only, otherwise by name.</summary>
    public static NamedReference Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return IsId(text) ? new(null, text.Trim()) : new(text.Trim());
    }

    /// <summary>The name, or the id if there is none.</summary>
    public override string ToString() => DisplayText.Line(Name ?? Id);

    /// <summary>The reference by name alone, if it has one.</summary>
    internal NamedReference WithoutId() => Name is null ? this : this with { Id = null };

    internal bool IsSameAs(NamedReference other) =>
        Id is not null && other.Id is not null ? Id == other.Id : Name is not null && Name == other.Name;

    internal static bool IsId(string text) => text.Trim().All(char.IsAsciiDigit);
}
