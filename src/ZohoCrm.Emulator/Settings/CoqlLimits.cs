namespace ZohoCrm.Emulator.Settings;

/// <summary>The limits of COQL queries (protocol 9 and 9.1). The defaults are the current ones; older pages and files have lower ones.</summary>
public sealed class CoqlLimits
{
    internal CoqlLimits()
    {
    }

    /// <summary>How many rows a query may ask for: 2,000; 200 in the pages of April 2025 and the OpenAPI files of 2026.</summary>
    public int RowsPerCall { get; set; } = 2000;

    /// <summary>How many rows can be reached by OFFSET: 100,000; 10,000 in the pages of April 2025.</summary>
    public int RowsByOffset { get; set; } = 100_000;

    /// <summary>How many comparisons a condition may have: 25.</summary>
    public int Criteria { get; set; } = 25;

    /// <summary>How many values <c>in</c> and <c>not in</c> take: 50; the pages of April 2025 also say 100.</summary>
    public int InValues { get; set; } = 50;

    /// <summary>The largest number of concurrent queries; more answer 429: 10. Null for no limit of their own.</summary>
    public int? Concurrency { get; set; } = 10;
}
