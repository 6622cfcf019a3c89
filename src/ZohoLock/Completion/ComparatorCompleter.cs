namespace ZohoLock.Completion;

/// <summary>Offers the words that Zoho's criteria compare by.</summary>
public sealed class ComparatorCompleter() : WordCompleter(() => CriteriaComparators.Known);
