namespace ZohoLock.Completion;

/// <summary>Completes the comparators of Zoho's criteria.</summary>
public sealed class ComparatorCompleter() : WordCompleter(() => CriteriaComparators.Known);
