using ZohoLock.Errors;

namespace ZohoLock.Configuration;

/// <summary>What is wrong with a configuration, in Zoho's own words, known without asking Zoho (protocol sections 2.4 and 2.5).</summary>
/// <param name="Code">Zoho's code.</param>
/// <param name="Message">Zoho's message.</param>
/// <param name="JsonPath">Where it is in the body of the call: <c>$.record_locking_configurations[0].lock_type</c>.</param>
public sealed record ConfigurationProblem(string Code, string Message, string JsonPath)
{
    /// <summary>Zoho's <c>details</c> object as JSON.</summary>
    public string? Details { get; init; }

    private string ApiName => JsonPath[(JsonPath.LastIndexOf('.') + 1)..].Split('[')[0];

    /// <summary>The message, and the place.</summary>
    public override string ToString() => DisplayText.Line($"{Message} ({ApiName} at {JsonPath})");

    /// <summary>The error that Zoho would answer with, and what to do about it.</summary>
    public ZohoError ToError() =>
        ErrorCatalog.Describe(new Refusal(400, Code, ToString()) { Details = Details }) with { StatusCode = null };
}
