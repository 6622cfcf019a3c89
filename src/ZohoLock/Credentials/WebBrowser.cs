using System.ComponentModel;
using System.Diagnostics;

namespace ZohoLock.Credentials;

/// <summary>The user's browser.</summary>
internal static class WebBrowser
{
    /// <summary>Opens an address in the browser that the environment variable BROWSER names, or in the system's default browser.</summary>
    /// <returns>Why no browser could be started; null if one was.</returns>
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
