namespace ZohoLock.Client.Tests.Servers;

/// <summary>A test of what Unix keeps of a file: its owner, its mode, symbolic links.</summary>
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
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = Unix.MissingReason ?? (Environment.IsPrivilegedProcess ? null : "only root can give a file away");
}

internal static class Unix
{
    public static string? MissingReason => OperatingSystem.IsWindows() ? "Windows has no owners and modes of this kind" : null;

    /// <summary>Runs a program that comes with every Unix.</summary>
    public static void Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
