using System.ComponentModel;
using System.Diagnostics;

namespace ZohoCrm.Emulator.Tests.OfficialSdk;

/// <summary>A test that needs Node.js. It is skipped, with a reason, if there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    private static readonly string? Missing = Array.Find(["node", NodeProject.Npm], command => !IsThere(command));

    public NodeFactAttribute()
    {
        if (Missing is not null)
        {
            Skip = $"There is no {Missing} on the PATH: it runs Zoho's own SDK.";
        }
    }

    private static bool IsThere(string command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, "--version") { RedirectStandardOutput = true });
            process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
