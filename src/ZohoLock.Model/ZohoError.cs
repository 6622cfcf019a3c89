namespace ZohoLock;

/// <summary>What went wrong in a call to Zoho or with its input, and what to do about it.</summary>
public sealed record ZohoError
{
    /// <summary>The maximum length of a code, in UTF-16 units.</summary>
    internal const int MaxCodeLength = 100;

    /// <summary>The maximum length of server text in an error, in UTF-16 units.</summary>
    internal const int MaxServerTextLength = 500;

    private const int MaxMessageLength = 2_000;

    private readonly string _code = string.Empty;
    private readonly string _message = string.Empty;
    private readonly string _advice = string.Empty;
    private readonly string? _details;

    /// <summary>Zoho's code (NOT_ALLOWED), <c>HTTP_502</c> if the response has none, or ZohoLock's own code for refused input.</summary>
    public required string Code
    {
        get => _code;
        init => _code = DisplayText.Line(value, MaxCodeLength);
    }

    /// <summary>What is wrong, as one line of at most 2,000 characters, of which at most 500 are server text.</summary>
    public required string Message
    {
        get => _message;
        init => _message = DisplayText.Line(value, MaxMessageLength);
    }

    /// <summary>What to do about it. Operations are named as this library names them; see <see cref="GetAdvice"/>.</summary>
    public required string Advice
    {
        get => OperationName.Replace(_advice);
        init => _advice = DisplayText.Lines(value, MaxMessageLength);
    }

    /// <summary>The advice with an <see cref="OperationName"/> in place of each operation.</summary>
    internal string AdviceTemplate => _advice;

    /// <summary>The kind of failure.</summary>
    public required ZohoErrorKind Kind { get; init; }

    /// <summary>The module or file that <see cref="Message"/> is about and names; null if it names none.</summary>
    public string? Subject { get; init; }

    /// <summary>The HTTP status; null if there was no response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>
    /// Zoho's <c>details</c> object as JSON (protocol section 8); null if there is none, or if it has more than 4,000 characters.
    /// </summary>
    public string? Details
    {
        get => _details;
        init => _details = value is null ? null : DisplayText.Line(value);
    }

    /// <summary>Whether every further call on this connection would fail the same way.</summary>
    public bool EndsRun { get; init; }

    /// <summary>
    /// Whether every further call for the same module would fail the same way: the module doesn't exist or has no locking.
    /// </summary>
    public bool AppliesToModule { get; init; }

    internal CallOutcome Outcome { get; init; }

    /// <summary>Which entry of the error catalogue it is; null if it is in none.</summary>
    internal int? CatalogEntry { get; init; }

    /// <summary>The id of the rule whose lock the error is about; null if it is about none, or if that isn't known.</summary>
    internal string? RuleId { get; init; }

    /// <summary>Whether Zoho itself (not a proxy) refused the access token or refused to issue one.</summary>
    internal bool IsTokenError =>
        Code is "INVALID_TOKEN" or "INVALID_OAUTHTOKEN" or "AUTHENTICATION_FAILURE"
        || (Kind == ZohoErrorKind.AuthenticationError && StatusCode != 401 && !Code.StartsWith("HTTP_", StringComparison.Ordinal));

    /// <summary>Whether the token's scopes or the user's profile don't allow the call.</summary>
    internal bool IsNotAllowed => Code is "OAUTH_SCOPE_MISMATCH" or "NO_PERMISSION" or "AUTHORIZATION_FAILED";

    /// <summary>The advice with the application's own names of operations.</summary>
    /// <param name="names">The name of each <see cref="OperationName"/>.</param>
    public string GetAdvice(IReadOnlyDictionary<string, string> names) => OperationName.Replace(_advice, names);

    /// <summary>Creates the error for invalid input: nothing was sent.</summary>
    public static ZohoError Input(string code, string message, string advice) =>
        new() { Code = code, Message = message, Advice = advice, Kind = ZohoErrorKind.InvalidArgument };

    /// <summary>
    /// Creates the error for an unexpected exception. It names only the exception's type and location, because the exception's message may
    /// contain what was sent.
    /// </summary>
    internal static ZohoError Unexpected(Exception failure) => NoResponse(
        "UnforeseenError",
        $"an error that ZohoLock doesn't know ({failure.GetType().Name} in {failure.TargetSite?.DeclaringType?.FullName}.{failure.TargetSite?.Name}), so the outcome is not known",
        $"Look at the record with {OperationName.GetLock} before you repeat it, and report this error to ZohoLock's developers.",
        CallOutcome.Unknown);

    internal static ZohoError NoResponse(string code, string message, string advice, CallOutcome outcome) =>
        new() { Code = code, Message = message, Advice = advice, Kind = ZohoErrorKind.ConnectionError, Outcome = outcome };
}
