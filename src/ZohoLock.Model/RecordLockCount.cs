namespace ZohoLock;

/// <summary>How many records of a module are locked: all of them, or those with one value of a field (protocol section 9.1).</summary>
public sealed record RecordLockCount
{
    internal RecordLockCount(string module, string? by, object? value, long count) => (Module, By, Value, Count) = (module, by, value, count);

    /// <summary>The API name of the module.</summary>
    public string Module { get; }

    /// <summary>The API name of the field that is counted by; null if all locked records are counted.</summary>
    public string? By { get; }

    /// <summary>The field's value in the records that are counted; null for an empty field, or if all are counted.</summary>
    public object? Value { get; }

    /// <summary>The number of locked records.</summary>
    public long Count { get; }
}
