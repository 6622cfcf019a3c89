using System.Diagnostics;

namespace ZohoCrm.Emulator.Tests.OfficialSdk;

/// <summary>The Node.js project in tests/OfficialSdk, installed below artifacts from npm's registry.</summary>
internal sealed class NodeProject
{
    public static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(4);

    private readonly string _source = Path.Combine(Root(), "tests", "OfficialSdk");
    private readonly string _target = Path.Combine(Root(), "artifacts", "OfficialSdk");

    /// <summary>Copies the project and installs the packages of its lock file, unless they are installed.</summary>
    public async Task InstallAsync()
    {
        Directory.CreateDirectory(_target);
        var installed = Path.Combine(_target, "installed-lock.json");
        var lockFile = Path.Combine(_source, "package-lock.json");
        foreach (var file in Directory.EnumerateFiles(_source))
        {
            File.Copy(file, Path.Combine(_target, Path.GetFileName(file)), overwrite: true);
        }

        if (!File.Exists(installed) || await File.ReadAllTextAsync(installed) != await File.ReadAllTextAsync(lockFile))
        {
            await RunAsync(InstallTimeout, [], Npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            File.Copy(lockFile, installed, overwrite: true);
        }
    }

    /// <summary>Runs a script of the project.</summary>
    /// <returns>Its lines.</returns>
    public async Task<string[]> RunScriptAsync(string script, Dictionary<string, string> environment) =>
        (await RunAsync(RunTimeout, environment, "node", script)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> RunAsync(TimeSpan timeout, Dictionary<string, string> environment, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = _target,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var timer = new CancellationTokenSource(timeout);
        var output = process.StandardOutput.ReadToEndAsync(timer.Token);
        var errors = process.StandardError.ReadToEndAsync(timer.Token);
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} {string.Join(' ', arguments)} did not end within {timeout}.");
        }

        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)}:\n{await errors}\n{await output}");
        return await output;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ZohoLock.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests don't run inside the repository.");
        }

        return folder;
    }
}
