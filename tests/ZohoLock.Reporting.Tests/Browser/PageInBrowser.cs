namespace ZohoLock.Reporting.Tests.Browser;

/// <summary>Pages of locks in files, and a browser to open them with.</summary>
public sealed class PageInBrowser : IAsyncLifetime
{
    private static readonly int[] Counts = [0, 1, 12_000];

    private readonly string _folder = Directory.CreateTempSubdirectory("zoholock-report-").FullName;
    private Chromium? _browser;

    /// <summary>The functions that look for what is wrong with a page.</summary>
    internal static string Checks { get; } = ReadChecks();

    /// <summary>The address of a page.</summary>
    /// <param name="count">How many locks it has: 0, 1 or 12,000.</param>
    internal string GetAddress(int count) => new Uri(GetPath(count)).AbsoluteUri;

    /// <summary>Ends calls to a browser that doesn't answer.</summary>
    internal CancellationToken Timeout { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token;

    public async Task InitializeAsync()
    {
        foreach (var count in Counts)
        {
            await File.WriteAllTextAsync(GetPath(count), await Reports.CreatePageAsync(NastyLocks.Create(count), unreadable: 3));
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<Chromium> GetBrowserAsync() => _browser ??= await Chromium.StartAsync(Timeout);

    private string GetPath(int count) => Path.Combine(_folder, $"{count}.html");

    private static string ReadChecks()
    {
        using var reader = new StreamReader(typeof(PageInBrowser).Assembly.GetManifestResourceStream("checks.js")!);
        return $"{reader.ReadToEnd()}\n0";
    }
}
