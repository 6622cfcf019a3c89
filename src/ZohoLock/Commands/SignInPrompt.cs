using System.Globalization;
using ZohoLock.Credentials;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Asks the user to sign in. For the pipeline thread.</summary>
internal sealed class SignInPrompt(ZohoCmdlet cmdlet)
{
    /// <summary>Shows the code that the user enters on any device.</summary>
    public void Show(DeviceCode code) => cmdlet.WriteHost(string.Create(
        CultureInfo.InvariantCulture,
        $"To sign in, open {code.VerificationUri.AbsoluteUri} and enter the code {code.UserCode} (until {code.Expires.ToLocalTime():HH:mm})."));

    /// <summary>Opens the page in a browser, or tells its address.</summary>
    public void Open(Uri address)
    {
        cmdlet.WriteHost($"Sign in in the browser. If none opens, open this address yourself:\n{address.AbsoluteUri}");
        if (WebBrowser.TryOpen(address) is { } problem)
        {
            cmdlet.WriteWarning($"No browser could be started: {problem}");
        }
    }
}
