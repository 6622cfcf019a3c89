namespace ZohoLock;

/// <summary>A record of a module, as found by a query (protocol section 9).</summary>
public sealed record Record
{
    /// <summary>Creates a record of which only the id is known.</summary>
    public Record(string module, string recordId)
    {
        Module = module;
        RecordId = recordId;
    }

    /// <summary>The API name of the record's module.</summary>
    public string Module { get; }

    /// <summary>The record's id: digits.</summary>
    public string RecordId { get; }

    /// <summary>The record's name; null if it has none, or if it can't be read.</summary>
    public string? RecordName { get; internal init; }

    /// <summary>The record's owner; null if it can't be read.</summary>
    public User? Owner { get; internal init; }

    /// <summary>Whether the record is locked (<c>Locked__s</c>, protocol section 3); null if Zoho doesn't tell.</summary>
    public bool? IsLocked { get; internal init; }

    internal IReadOnlyDictionary<string, object?> Fields { get; init; } = new Dictionary<string, object?>();

    /// <summary>
    /// The value of a field that was asked for: text, a number, true or false, null, a <see cref="NamedReference"/> for a lookup, or a list of
    /// these. Dates and times are texts, as Zoho writes them. Null for a field that wasn't asked for.
    /// </summary>
    /// <param name="field">The API name of the field.</param>
    public object? this[string field] => Fields.GetValueOrDefault(field);

    /// <summary>The values of the fields that were asked for, by API name.</summary>
    public IReadOnlyDictionary<string, object?> GetFields() => Fields;

    /// <summary>The record: <c>Deals 5843104000000425565</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Module} {RecordId}");
}
