namespace ZohoLock;

/// <summary>What went wrong in a call to Zoho, or with what was to be sent: in Zoho's words, and what to do about it.</summary>
public sealed record ZohoError
{
    /// <summary>The longest code, in UTF-16 units.</summary>
    internal const int MaxCodeLength = 100;

    /// <summary>The most of a server's own words that an error has, in UTF-16 units.</summary>
    internal const int MaxServerTextLength = 500;

    private const int LongestMessage = 2_000;

    private readonly string _code = string.Empty;
    private readonly string _message = string.Empty;
    private readonly string _advice = string.Empty;
    private readonly string? _details;

    /// <summary>Zoho's code (NOT_ALLOWED), <c>HTTP_502</c> where the response carried none, or ZohoLock's own name for input that it refused.</summary>
    public required string Code
    {
        get => _code;
        init => _code = DisplayText.Line(value, MaxCodeLength);
    }

    /// <summary>What is wrong, as a sentence in one line: 2,000 characters at most, and 500 of a server's own words.</summary>
    public required string Message
    {
        get => _message;
        init => _message = DisplayText.Line(value, LongestMessage);
    }

    /// <summary>What to do about it. Operations are named as this library names them; see <see cref="GetAdvice"/>.</summary>
    public required string Advice
    {
        get => OperationName.Replace(_advice);
        init => _advice = DisplayText.Lines(value, LongestMessage);
    }

    /// <summary>The advice with an <see cref="OperationName"/> in place of each operation.</summary>
    internal string AdviceTemplate => _advice;

    /// <summary>The sort of failure.</summary>
    public required ZohoErrorKind Kind { get; init; }

    /// <summary>The module or file that <see cref="Message"/> is about and names; null if it names none.</summary>
    public string? Subject { get; init; }

    /// <summary>The HTTP status; null if there was no response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Zoho's <c>details</c> object as JSON (protocol section 8); null if there is none, or one of more than 4,000 characters.</summary>
    public string? Details
    {
        get => _details;
        init => _details = value is null ? null : DisplayText.Line(value);
    }

    /// <summary>True if every further call on this connection would fail the same way.</summary>
    public bool EndsRun { get; init; }

    /// <summary>True if every further call for the same module would fail the same way: there is none of that name, or no locking in it.</summary>
    public bool AppliesToModule { get; init; }

    internal CallOutcome Outcome { get; init; }

    /// <summary>Whether Zoho itself, and no proxy in between, doesn't take the access token, or doesn't give another.</summary>
    internal bool IsOfToken =>
        Code is "INVALID_TOKEN" or "INVALID_OAUTHTOKEN" or "AUTHENTICATION_FAILURE"
        || (Kind == ZohoErrorKind.AuthenticationError && StatusCode != 401 && !Code.StartsWith("HTTP_", StringComparison.Ordinal));

    /// <summary>What to do about it, in the words of whoever shows it.</summary>
    /// <param name="names">The name for each <see cref="OperationName"/>.</param>
    public string GetAdvice(IReadOnlyDictionary<string, string> names) => OperationName.Replace(_advice, names);

    /// <summary>The error for input that can't be right: nothing was sent.</summary>
    public static ZohoError Input(string code, string message, string advice) =>
        new() { Code = code, Message = message, Advice = advice, Kind = ZohoErrorKind.InvalidArgument };

    /// <summary>
    /// The error for a failure that nobody thought of. It names the exception's type and place only: its message may repeat what was sent.
    /// </summary>
    internal static ZohoError Unforeseen(Exception failure) => NoResponse(
        "UnforeseenError",
        $"an error that ZohoLock doesn't know ({failure.GetType().Name} in {failure.TargetSite?.DeclaringType?.FullName}.{failure.TargetSite?.Name}), so the outcome is not known",
        $"Look at the record with {OperationName.GetLock} before you repeat it, and report this error to ZohoLock's developers.",
        CallOutcome.Unknown);

    internal static ZohoError NoResponse(string code, string message, string advice, CallOutcome outcome) =>
        new() { Code = code, Message = message, Advice = advice, Kind = ZohoErrorKind.ConnectionError, Outcome = outcome };
}
