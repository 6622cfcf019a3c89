using System.Text;
using Microsoft.Extensions.Time.Testing;
using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Tests;

/// <summary>Makes reports in memory.</summary>
internal static class Reports
{
    public static async Task<string> CreatePageAsync(IEnumerable<ReportedLock> locks, string title = "Record locks in Zoho CRM", int unreadable = 0) =>
        (await CreateAsync(locks, title, hasWorkbook: false, unreadable)).Page;

    public static async Task<byte[]> CreateWorkbookAsync(IEnumerable<ReportedLock> locks, string timeZone = "UTC") =>
        (await CreateAsync(locks, "x", hasWorkbook: true, unreadable: 0, timeZone)).Workbook;

    private static async Task<(string Page, byte[] Workbook)> CreateAsync(
        IEnumerable<ReportedLock> locks, string title, bool hasWorkbook, int unreadable, string timeZone = "UTC")
    {
        using var page = new MemoryStream();
        using var workbook = new MemoryStream();
        var clock = new FakeTimeProvider(NastyLocks.Now);
        clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        using (var report = await LockReport.CreateAsync(new() { Title = title, Clock = clock }, hasWorkbook ? workbook : null, CancellationToken.None))
        {
            foreach (var one in locks)
            {
                await report.AddAsync(one, CancellationToken.None);
            }

            for (var number = 0; number < unreadable; number++)
            {
                report.AddUnreadable();
            }

            await report.CompleteWorkbookAsync(CancellationToken.None);
            await report.WritePageAsync(page, CancellationToken.None);
        }

        return (Encoding.UTF8.GetString(page.ToArray()), workbook.ToArray());
    }
}
