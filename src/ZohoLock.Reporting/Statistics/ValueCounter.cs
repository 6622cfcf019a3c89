namespace ZohoLock.Reporting.Statistics;

/// <summary>
/// Counts the locks of each value of a property, in bounded memory: once the values take up <see cref="MaxCharacters"/>, further ones are counted together.
/// </summary>
/// <param name="property">The property's name.</param>
internal sealed class ValueCounter(string property)
{
    /// <summary>How many characters all values together may have: some 10,000 reasons.</summary>
    public const int MaxCharacters = 1 << 18;

    // The longest reason that Zoho takes.
    private const int MaxLabelLength = 3_000;

    private readonly Dictionary<(string Label, string? Id), long> _counts = [];
    private int _characters;
    private long _notKept;

    /// <summary>The number of values that are told apart.</summary>
    public int ValueCount => _counts.Count;

    /// <summary>Counts a lock.</summary>
    /// <param name="label">The value as it is shown.</param>
    /// <param name="id">What tells values apart that look the same; null if nothing does.</param>
    public void Add(string label, string? id = null)
    {
        var key = (DisplayText.Line(label, MaxLabelLength), id);
        if (_counts.TryGetValue(key, out var count))
        {
            _counts[key] = count + 1;
        }
        else if (_characters >= MaxCharacters)
        {
            _notKept++;
        }
        else
        {
            _counts.Add(key, 1);
            _characters += key.Item1.Length;
        }
    }

    /// <summary>The counts, the most frequent value first.</summary>
    public Breakdown GetBreakdown()
    {
        HashSet<string> labels = [];
        var sameLabels = _counts.Keys.Where(key => !labels.Add(key.Label)).Select(key => key.Label).ToHashSet();
        var counts = _counts
            .Select(count => new LabeledCount(GetName(count.Key), count.Value))
            .OrderByDescending(count => count.Locks)
            .ThenBy(count => count.Label, StringComparer.Ordinal);
        return new(property, [.. counts], _notKept);

        string GetName((string Label, string? Id) value) => sameLabels.Contains(value.Label) ? $"{value.Label} ({value.Id ?? "no id"})" : value.Label;
    }
}
