using System.Net;
using System.Text.RegularExpressions;
using ZohoLock.Reporting.Html;
using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Tests;

/// <summary>What a page says, and that nothing from Zoho becomes a part of it.</summary>
public sealed partial class PageTextTests
{
    private static readonly string[] OwnTags =
    [
        "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "p", "time", "section", "dl", "div", "dt", "dd", "figure", "svg",
        "desc", "rect", "line", "text", "details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "footer",
    ];

    [Fact]
    public async Task Tiles_say_how_many_locks_there_are_and_how_old_the_oldest_is()
    {
        var page = await Reports.CreatePageAsync(
        [
            Lock(1) with { Source = LockSource.Manual, LockedTime = NastyLocks.Now.AddDays(-2) },
            Lock(2) with { Source = LockSource.Automatic, LockedTime = NastyLocks.Now.AddDays(-400) },
            Lock(3) with { Source = LockSource.Both, LockedTime = NastyLocks.Now.AddHours(-1) },
            Lock(4, "Leads"),
        ]);

        Assert.Equal(["4", "2", "2", "400 days"], Figures().Matches(page).Select(match => match.Groups[1].Value));
        Assert.Contains("in 2 modules", page, StringComparison.Ordinal);
        Assert.Contains("50% of all, 1 of them both ways", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_chart_has_a_text_alternative_and_a_table()
    {
        var page = await Reports.CreatePageAsync(NastyLocks.Create(12_000));

        Assert.Equal(5, Images().Count(page));
        Assert.Equal(5, Tables().Count(page));
        foreach (Match used in Described().Matches(page))
        {
            foreach (var id in used.Groups[1].Value.Split(' '))
            {
                Assert.Single(Regex.Matches(page, $"id=\"{id}\""));
            }
        }
    }

    [Theory]
    [InlineData(0, "2026-11")]
    [InlineData(1, "2026-10", "2026-11")]
    [InlineData(10, "2026-01", "2026-06", "2026-11")]
    [InlineData(40, "Earlier", "2025-11", "2026-11")]
    public async Task Some_months_are_named(int monthsAgo, params string[] names)
    {
        var page = await Reports.CreatePageAsync([Lock(1) with { LockedTime = NastyLocks.Now.AddMonths(-monthsAgo) }]);

        Assert.Equal(names, Ticks().Matches(page).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task At_most_500_locks_are_listed_and_the_others_are_counted()
    {
        var page = WebUtility.HtmlDecode(await Reports.CreatePageAsync(NastyLocks.Create(12_000)));

        Assert.Equal(500, Rows().Count(page));
        Assert.Contains("500 of 12,000, the oldest first, and 11,500 more.", page, StringComparison.Ordinal);
        var times = RowTimes().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        var oldest = NastyLocks.Create(12_000).OrderBy(one => one.LockedTime).Take(500).Select(one => one.RecordId);
        Assert.Equal(oldest, RowIds().Matches(page).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task Without_locks_a_page_says_so()
    {
        Assert.Contains("Nothing is locked", await Reports.CreatePageAsync([]), StringComparison.Ordinal);
        Assert.Contains("No lock could be read", await Reports.CreatePageAsync([], unreadable: 2), StringComparison.Ordinal);
        Assert.Contains("Not counted here: 2 inputs", await Reports.CreatePageAsync([], unreadable: 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onload=\"alert(1)")]
    [InlineData("'><img src=x onerror=alert(1)>")]
    [InlineData("</style><script>alert(1)</script>")]
    [InlineData("</title><script>alert(1)</script>")]
    [InlineData("<!-- ")]
    [InlineData("]]><svg onload=alert(1)>")]
    [InlineData("&lt;b&gt; &amp;")]
    public async Task A_text_from_Zoho_stays_a_text_wherever_it_stands(string text)
    {
        var page = await Reports.CreatePageAsync(
            [new(text, text, text) { RecordName = text, Reason = text, LockedBy = text, LockedById = text, RuleName = text, Source = LockSource.Manual, LockedTime = NastyLocks.Now }], title: text);

        Assert.Empty(Tags().Matches(page).Select(match => match.Groups[1].Value).Except(OwnTags));
        Assert.DoesNotMatch(@"<[^>]*\son\w+\s*=", page);
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);

        // Module, name, id, reason and person in the table; title twice; module, reason, person in a chart and its table.
        Assert.True(Regex.Count(WebUtility.HtmlDecode(page), Regex.Escape(text)) >= 13);
    }

    [Fact]
    public async Task Characters_that_change_the_order_or_the_place_of_others_are_visible()
    {
        var page = await Reports.CreatePageAsync([Lock(1) with { RecordName = "a\u202Eb\0c\u200B\nd\ud800e" }]);

        Assert.Contains("a\uFFFDb\u2400c\uFFFD d\uFFFDe", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069\u200B\0]", page);
    }

    [Fact]
    public async Task A_page_needs_nothing_else_and_allows_nothing_else()
    {
        var page = await Reports.CreatePageAsync(NastyLocks.Create(600));

        Assert.Contains($"content=\"default-src 'none'; style-src '{StyleSheet.Source.Text}'; base-uri 'none'; form-action 'none'\"", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<[^>]*\s(style|src|href|on\w+)=", page);
        Assert.DoesNotMatch(@"url\(|@import|@font-face|expression\(", StyleSheet.Text.Text);
    }

    [Fact]
    public void Contrast_is_that_of_WCAG_AA_in_every_palette()
    {
        foreach (var palette in new[] { Palette.Light, Palette.Dark, Palette.Paper })
        {
            foreach (var background in new[] { palette.Background, palette.Surface })
            {
                Assert.True(Contrast.Get(palette.Text, background) >= 7);
                Assert.True(Contrast.Get(palette.Muted, background) >= 4.5);
                Assert.True(Contrast.Get(palette.Accent, background) >= 3);
            }

            Assert.True(Contrast.Get(palette.Accent, palette.Track) >= 3);
        }

        Assert.Equal(21, Contrast.Get("000000", "ffffff"), 3);
        Assert.Equal(4.54, Contrast.Get("767676", "ffffff"), 2);
    }

    private static ReportedLock Lock(int number, string module = "Deals") => new(module, $"58431040000004255{number:00}", $"58431040000009000{number:00}");

    [GeneratedRegex("class=\"figure\">([^<]*)<")]
    private static partial Regex Figures();

    [GeneratedRegex("role=\"img\"")]
    private static partial Regex Images();

    [GeneratedRegex("<text class=\"tick[^>]*>([^<]*)<")]
    private static partial Regex Ticks();

    [GeneratedRegex("<table class=\"counts\">")]
    private static partial Regex Tables();

    [GeneratedRegex("(?:aria-describedby|aria-labelledby)=\"([^\"]*)\"")]
    private static partial Regex Described();

    [GeneratedRegex("<tr role=\"row\">\\s*<td")]
    private static partial Regex Rows();

    [GeneratedRegex("<td role=\"cell\" class=\"time\">.*?<time datetime=\"([^\"]*)\"")]
    private static partial Regex RowTimes();

    [GeneratedRegex("<span class=\"id\">(\\d+)</span>")]
    private static partial Regex RowIds();

    [GeneratedRegex("<([a-zA-Z][^\\s/>]*)")]
    private static partial Regex Tags();
}
