using System.ComponentModel;
using System.Diagnostics;

namespace ZohoLock.Credentials;

/// <summary>The user's browser.</summary>
internal static class WebBrowser
{
    /// <summary>Opens an address: in the program that the environment variable BROWSER names, else in the one that the system has for it.</summary>
    /// <returns>Why none could be started; null where one was.</returns>
    public static string? TryOpen(Uri address)
    {
        var start = Environment.GetEnvironmentVariable("BROWSER") is { Length: > 0 } browser
            ? new ProcessStartInfo(browser) { ArgumentList = { address.AbsoluteUri } }
            : new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true };
        try
        {
            using var process = Process.Start(start);
            return null;
        }
        catch (Exception none) when (none is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            return none.Message;
        }
    }
}
