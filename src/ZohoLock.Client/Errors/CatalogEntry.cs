namespace ZohoLock.Errors;

/// <summary>One error of Zoho's: how a response is recognised, what kind of failure it is, and what to do about it.</summary>
/// <param name="Code">Zoho's code.</param>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Advice">Makes the advice for a response.</param>
internal sealed record CatalogEntry(string Code, ZohoErrorKind Kind, Func<Refusal, string> Advice)
{
    // In the paths of the calls, and in the JSON paths of their errors.
    private const string ConfigurationPath = "record_locking_configurations";

    public CatalogEntry(string code, ZohoErrorKind kind, string advice)
        : this(code, kind, _ => advice)
    {
    }

    /// <summary>A part of the response's message; null for any message.</summary>
    public string? Phrase { get; init; }

    /// <summary>Which segment of the path the response names; null for any.</summary>
    public int? PathIndex { get; init; }

    /// <summary>Whether every further call on the connection would fail the same way.</summary>
    public bool EndsRun { get; init; }

    /// <summary>Whether every further call for the module would fail the same way.</summary>
    public bool AppliesToModule { get; init; }

    /// <summary>Whether it is for calls about locking configurations only (protocol section 2).</summary>
    public bool OfConfiguration { get; init; }

    /// <summary>Whether a response is this error.</summary>
    public bool Fits(Refusal refusal) =>
        string.Equals(Code, refusal.Code, StringComparison.OrdinalIgnoreCase)
        && (Phrase is null || refusal.Message.Contains(Phrase, StringComparison.OrdinalIgnoreCase))
        && (PathIndex is null || PathIndex == refusal.PathIndex)
        && (!OfConfiguration || IsOfConfiguration(refusal));

    /// <summary>The error as ZohoLock itself reports it, without asking Zoho.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="details">Zoho's <c>details</c> object as JSON; null for none.</param>
    public ZohoError Create(string message, string? details = null) => new()
    {
        Code = Code,
        Message = message,
        Advice = Advice(new Refusal(0, Code, message)),
        Kind = Kind,
        Details = details,
    };

    private static bool IsOfConfiguration(Refusal refusal) =>
        refusal.Path?.Contains(ConfigurationPath, StringComparison.Ordinal) == true
        || refusal.Message.Contains(ConfigurationPath, StringComparison.Ordinal);
}
