namespace ZohoLock;

/// <summary>A profile or a custom button, as a configuration names one (protocol section 2.2).</summary>
/// <param name="Name">Its name; null if only the id is known.</param>
/// <param name="Id">Its id in this organisation: digits; null if only the name is known.</param>
public sealed record NamedReference(string? Name, string? Id = null)
{
    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>The one of that name, or where the text is digits only, of that id.</summary>
    public static NamedReference Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return IsId(text) ? new(null, text.Trim()) : new(text.Trim());
    }

    /// <summary>The name, or the id where there is none.</summary>
    public override string ToString() => DisplayText.Line(Name ?? Id);

    internal bool IsSameAs(NamedReference other) =>
        Id is not null && other.Id is not null ? Id == other.Id : Name is not null && Name == other.Name;

    internal static bool IsId(string text) => text.Trim().All(char.IsAsciiDigit);
}
