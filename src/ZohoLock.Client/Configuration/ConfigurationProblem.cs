using ZohoLock.Errors;

namespace ZohoLock.Configuration;

/// <summary>A problem of a configuration in Zoho's words, found without a call (protocol sections 2.4 and 2.5).</summary>
public sealed record ConfigurationProblem
{
    private readonly CatalogEntry _entry;

    internal ConfigurationProblem(CatalogEntry entry, string message, string jsonPath) => (_entry, Message, JsonPath) = (entry, message, jsonPath);

    /// <summary>Zoho's code.</summary>
    public string Code => _entry.Code;

    /// <summary>Zoho's message.</summary>
    public string Message { get; }

    /// <summary>The location in the request body: <c>$.record_locking_configurations[0].lock_type</c>.</summary>
    public string JsonPath { get; }

    /// <summary>Zoho's <c>details</c> object as JSON.</summary>
    public string? Details { get; init; }

    private string ApiName => JsonPath[(JsonPath.LastIndexOf('.') + 1)..].Split('[')[0];

    /// <summary>The message and the location.</summary>
    public override string ToString() => DisplayText.Line($"{Message} ({ApiName} at {JsonPath})");

    /// <summary>The error that Zoho would return, with advice.</summary>
    public ZohoError ToError() => _entry.Create(ToString(), Details);
}
