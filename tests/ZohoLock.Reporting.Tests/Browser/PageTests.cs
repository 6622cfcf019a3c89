using System.Text.Json.Nodes;

namespace ZohoLock.Reporting.Tests.Browser;

/// <summary>The page of 12,000 locks in a real browser. With ZOHOLOCK_SHOTS=folder the tests leave pictures there.</summary>
public sealed class PageTests(PageInBrowser page) : IClassFixture<PageInBrowser>
{
    private const int Desktop = 1280;
    private const int Phone = 400;
    private const int Small = 320;

    // The width of an A4 page between its margins, in CSS pixels.
    private const int Paper = 688;

    private static readonly string? Shots = Environment.GetEnvironmentVariable("ZOHOLOCK_SHOTS");

    [ChromiumTheory]
    [InlineData(Desktop, "screen", "light")]
    [InlineData(Desktop, "screen", "dark")]
    [InlineData(Phone, "screen", "light")]
    [InlineData(Phone, "screen", "dark")]
    [InlineData(Small, "screen", "light")]
    [InlineData(800, "screen", "light")]
    [InlineData(Paper, "print", "light")]
    [InlineData(Paper, "print", "dark")]
    public async Task A_page_is_readable_and_asks_for_nothing(int width, string media, string scheme)
    {
        var browser = await page.GetBrowserAsync();
        await browser.CallAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false }, page.Timeout);
        await browser.CallAsync(
            "Emulation.setEmulatedMedia",
            new() { ["media"] = media, ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) },
            page.Timeout);
        await browser.OpenAsync(page.Address, page.Timeout);
        Assert.Equal(width, (int)await browser.EvaluateAsync("innerWidth", page.Timeout));
        await TakePictureAsync(browser, $"{media}-{scheme}-{width}");
        await browser.EvaluateAsync(PageInBrowser.Checks, page.Timeout);

        foreach (var tables in new[] { "closed", "open" })
        {
            Assert.True((int)await browser.EvaluateAsync("report.texts()", page.Timeout) > 3_000);
            await AssertNothingAsync(browser, "report.overflow()", tables);
            await AssertNothingAsync(browser, "report.overlap()", tables);
            await AssertNothingAsync(browser, "report.contrast()", tables);
            await browser.EvaluateAsync("report.openTables(), 0", page.Timeout);
        }

        await TakePictureAsync(browser, $"{media}-{scheme}-{width}-tables");
        Assert.Empty(browser.ConsoleMessages);
        Assert.Equal([page.Address], browser.Requests);
    }

    [ChromiumTheory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task A_page_can_be_printed(string scheme)
    {
        var browser = await page.GetBrowserAsync();
        await browser.CallAsync("Emulation.clearDeviceMetricsOverride", null, page.Timeout);
        await browser.CallAsync(
            "Emulation.setEmulatedMedia",
            new() { ["media"] = "", ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) },
            page.Timeout);
        await browser.OpenAsync(page.Address, page.Timeout);
        var printed = await browser.CallAsync(
            "Page.printToPDF", new() { ["paperWidth"] = 8.27, ["paperHeight"] = 11.69, ["preferCSSPageSize"] = true }, page.Timeout);
        var pdf = Convert.FromBase64String(printed["data"]!.GetValue<string>());
        Assert.Equal("%PDF"u8, pdf.AsSpan(0, 4));
        if (Shots is not null)
        {
            await File.WriteAllBytesAsync(Path.Combine(Shots, $"print-{scheme}.pdf"), pdf);
        }

        Assert.Empty(browser.ConsoleMessages);
        Assert.Equal([page.Address], browser.Requests);
    }

    private async Task AssertNothingAsync(Chromium browser, string check, string tables)
    {
        var wrong = (JsonArray)await browser.EvaluateAsync(check, page.Timeout);
        Assert.True(wrong.Count == 0, $"{check}, tables {tables}: {string.Join('\n', wrong.Take(20))}");
    }

    private async Task TakePictureAsync(Chromium browser, string name)
    {
        if (Shots is not null)
        {
            var height = Math.Min(2_000, (int)await browser.EvaluateAsync("document.documentElement.scrollHeight", page.Timeout));
            var clip = new JsonObject { ["x"] = 0, ["y"] = 0, ["width"] = (int)await browser.EvaluateAsync("innerWidth", page.Timeout), ["height"] = height, ["scale"] = 1 };
            var picture = await browser.CallAsync("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true, ["clip"] = clip }, page.Timeout);
            await File.WriteAllBytesAsync(Path.Combine(Shots, $"{name}.png"), Convert.FromBase64String(picture["data"]!.GetValue<string>()));
        }
    }
}
