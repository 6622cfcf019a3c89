namespace ZohoLock.Client.Tests.Servers;

/// <summary>A test of what Unix has of files: owners, modes, symbolic links, pipes.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = Unix.MissingReason;
}

/// <inheritdoc cref="UnixFactAttribute"/>
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = Unix.MissingReason;
}

/// <summary>A test that gives files to another user.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Unix.NotRootReason;
}

/// <inheritdoc cref="RootFactAttribute"/>
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = Unix.NotRootReason;
}

internal static class Unix
{
    public static string? MissingReason => OperatingSystem.IsWindows() ? "Windows has no owners, modes and pipes of this kind" : null;

    public static string? NotRootReason => MissingReason ?? (Environment.IsPrivilegedProcess ? null : "only root can give a file away");

    /// <summary>Runs a program that comes with every Unix.</summary>
    public static void Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
