namespace ZohoLock.Reporting;

/// <summary>How a report is made.</summary>
public sealed record LockReportOptions
{
    /// <summary>The heading of the page.</summary>
    public string Title { get; init; } = "Record locks in Zoho CRM";

    /// <summary>The clock and the time zone of the report.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
