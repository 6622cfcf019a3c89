namespace ZohoLock.Errors;

/// <summary>What an error of Zoho's says (protocol section 8).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Zoho's code.</param>
/// <param name="Message">Zoho's words, with what the details name.</param>
internal sealed record Refusal(int Status, string Code, string Message)
{
    private const int LongestDetails = 4_000;

    private readonly string? _details;

    /// <summary>Zoho's code, shortened.</summary>
    public string Code { get; } = DisplayText.Line(Code, ZohoError.MaxCodeLength);

    /// <summary>Zoho's words, with what the details name, shortened.</summary>
    public string Message { get; } = DisplayText.Line(Message, ZohoError.MaxServerTextLength);

    /// <summary>The HTTP method of the call that was refused; null where there was no call.</summary>
    public HttpMethod? Method { get; init; }

    /// <summary>The path and query of the call that was refused; null where there was no call.</summary>
    public string? Path { get; init; }

    /// <summary>The <c>details</c> as JSON; null where there are none, or more than anybody reads.</summary>
    public string? Details
    {
        get => _details;
        init => _details = value?.Length > LongestDetails ? null : value;
    }

    /// <summary>Which part of the path is meant; null where that isn't said.</summary>
    public int? PathIndex { get; init; }

    /// <summary>The permissions of the profile that are missing, by Zoho's names.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];
}
