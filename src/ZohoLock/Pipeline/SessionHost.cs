using System.Management.Automation.Host;

namespace ZohoLock.Pipeline;

/// <summary>Decides what the host of a session is good for: whether somebody is there to be asked, and whether there is a screen to draw on.</summary>
internal static class SessionHost
{
    /// <summary>Whether somebody may be there to answer a question.</summary>
    public static bool MayAsk(PSHost host) =>
        HasUser(host) && (!IsConsole(host) || (Environment.UserInteractive && !Console.IsInputRedirected));

    /// <summary>Whether progress can be drawn. Where it can't, the output is a log.</summary>
    public static bool CanDraw(PSHost host) => HasUser(host) && (!IsConsole(host) || !Console.IsOutputRedirected);

    // A job (ServerRemoteHost) and a runspace without a host (Default Host) have no user interface.
    private static bool HasUser(PSHost host) => !IsContinuousIntegration() && host.Name is not ("ServerRemoteHost" or "Default Host");

    private static bool IsConsole(PSHost host) => host.Name == "ConsoleHost";

    private static bool IsContinuousIntegration() => IsSet("CI") || IsSet("TF_BUILD") || IsSet("GITHUB_ACTIONS");

    private static bool IsSet(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0";
}
