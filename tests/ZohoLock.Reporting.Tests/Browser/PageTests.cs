using System.Text.Json.Nodes;

namespace ZohoLock.Reporting.Tests.Browser;

/// <summary>Pages in a real browser. With ZOHOLOCK_SHOTS=folder the tests leave pictures there.</summary>
public sealed class PageTests(PageInBrowser page) : IClassFixture<PageInBrowser>
{
    private const int Desktop = 1280;
    private const int Phone = 400;
    private const int Small = 320;

    // The width of an A4 page between its margins, in CSS pixels.
    private const int Paper = 688;

    private static readonly string? Shots = Environment.GetEnvironmentVariable("ZOHOLOCK_SHOTS");

    [ChromiumTheory]
    [InlineData(12_000, Desktop, "screen", "light")]
    [InlineData(12_000, Desktop, "screen", "dark")]
    [InlineData(12_000, 800, "screen", "light")]
    [InlineData(12_000, Phone, "screen", "light")]
    [InlineData(12_000, Phone, "screen", "dark")]
    [InlineData(12_000, Small, "screen", "light")]
    [InlineData(12_000, Paper, "print", "light")]
    [InlineData(12_000, Paper, "print", "dark")]
    [InlineData(1, Desktop, "screen", "light")]
    [InlineData(1, Small, "screen", "dark")]
    [InlineData(0, Desktop, "screen", "light")]
    [InlineData(0, Small, "screen", "dark")]
    public async Task A_page_is_readable_and_asks_for_nothing(int count, int width, string media, string scheme)
    {
        var browser = await page.GetBrowserAsync();
        await browser.CallAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false }, page.Timeout);
        await OpenAsync(browser, count, media, scheme);
        Assert.Equal(width, (int)await browser.EvaluateAsync("innerWidth", page.Timeout));
        await TakePictureAsync(browser, $"{count}-{media}-{scheme}-{width}");
        await browser.EvaluateAsync(PageInBrowser.Checks, page.Timeout);

        List<int> texts = [];
        foreach (var tables in new[] { "closed", "open" })
        {
            texts.Add((int)await browser.EvaluateAsync("report.texts()", page.Timeout));
            await AssertNothingAsync(browser, "report.overflow()", tables);
            await AssertNothingAsync(browser, "report.overlap()", tables);
            await AssertNothingAsync(browser, "report.contrast()", tables);
            await browser.EvaluateAsync("report.openTables(), 0", page.Timeout);
        }

        // On paper nobody opens a table.
        Assert.True(texts[0] > Math.Min(3_000, count * 30), $"{texts[0]} texts");
        Assert.Equal(media == "print" || count == 0, texts[0] == texts[1]);
        await TakePictureAsync(browser, $"{count}-{media}-{scheme}-{width}-tables");
        Assert.Empty(browser.ConsoleMessages);
        Assert.Equal([page.GetAddress(count)], browser.Requests);
    }

    [ChromiumTheory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task A_page_can_be_printed(string scheme)
    {
        var browser = await page.GetBrowserAsync();
        await browser.CallAsync("Emulation.clearDeviceMetricsOverride", null, page.Timeout);
        await OpenAsync(browser, 12_000, media: "", scheme);
        var printed = await browser.CallAsync(
            "Page.printToPDF", new() { ["paperWidth"] = 8.27, ["paperHeight"] = 11.69, ["preferCSSPageSize"] = true }, page.Timeout);
        var pdf = Convert.FromBase64String(printed["data"]!.GetValue<string>());
        Assert.Equal("%PDF"u8, pdf.AsSpan(0, 4));
        if (Shots is not null)
        {
            await File.WriteAllBytesAsync(Path.Combine(Shots, $"print-{scheme}.pdf"), pdf);
        }

        Assert.Empty(browser.ConsoleMessages);
        Assert.Equal([page.GetAddress(12_000)], browser.Requests);
    }

    private async Task OpenAsync(Chromium browser, int count, string media, string scheme)
    {
        var preference = new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme };
        await browser.CallAsync("Emulation.setEmulatedMedia", new() { ["media"] = media, ["features"] = new JsonArray(preference) }, page.Timeout);
        await browser.OpenAsync(page.GetAddress(count), page.Timeout);
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
