namespace ZohoLock.Reporting.Tests.Browser;

/// <summary>The page of 12,000 locks in a file, and a browser to open it with.</summary>
public sealed class PageInBrowser : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zoholock-report-").FullName;
    private Chromium? _browser;

    /// <summary>The functions that look for what is wrong with a page.</summary>
    internal static string Checks { get; } = ReadChecks();

    /// <summary>The address of the page.</summary>
    internal string Address => new Uri(Path.Combine(_folder, "locks.html")).AbsoluteUri;

    /// <summary>Ends calls to a browser that doesn't answer.</summary>
    internal CancellationToken Timeout { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token;

    public async Task InitializeAsync() =>
        await File.WriteAllTextAsync(Path.Combine(_folder, "locks.html"), await Reports.CreatePageAsync(NastyLocks.Create(12_000), unreadable: 3));

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<Chromium> GetBrowserAsync() => _browser ??= await Chromium.StartAsync(Timeout);

    private static string ReadChecks()
    {
        using var reader = new StreamReader(typeof(PageInBrowser).Assembly.GetManifestResourceStream("checks.js")!);
        return $"{reader.ReadToEnd()}\n0";
    }
}
