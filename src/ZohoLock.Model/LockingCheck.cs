namespace ZohoLock;

/// <summary>Whether one requirement of record locking is met in a module, and what to do if it isn't.</summary>
public sealed record LockingCheck
{
    private readonly string _message = string.Empty;
    private readonly string? _advice;

    internal LockingCheck(string module, LockingRequirement requirement, CheckResult result) => (Module, Requirement, Result) = (module, requirement, result);

    /// <summary>The API name of the module.</summary>
    public string Module { get; }

    /// <summary>The record's id: digits; null for what concerns the whole module.</summary>
    public string? RecordId { get; init; }

    /// <summary>What is checked.</summary>
    public LockingRequirement Requirement { get; }

    /// <summary>Whether it is met.</summary>
    public CheckResult Result { get; }

    /// <summary>What was found.</summary>
    public string Message
    {
        get => _message;
        init => _message = DisplayText.Line(value);
    }

    /// <summary>What to do about it; null if there is nothing to do. Operations are named as this library names them; see <see cref="GetAdvice"/>.</summary>
    public string? Advice
    {
        get => _advice is null ? null : OperationName.Replace(_advice);
        init => _advice = value is null ? null : DisplayText.Line(value);
    }

    /// <summary>The advice with the application's own names of operations; null if there is none.</summary>
    /// <param name="names">The name of each <see cref="OperationName"/>.</param>
    public string? GetAdvice(IReadOnlyDictionary<string, string> names) => _advice is null ? null : OperationName.Replace(_advice, names);

    /// <summary>The requirement and the result: <c>Scope: Passed</c>.</summary>
    public override string ToString() => $"{Requirement}: {Result}";
}
