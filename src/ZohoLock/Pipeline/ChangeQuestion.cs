using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace ZohoLock.Pipeline;

/// <summary>Asks once, at a prompt, whether a run goes on after many changes. Where nobody can answer, it goes on.</summary>
internal sealed class ChangeQuestion
{
    /// <summary>The number of changes that nobody is asked about.</summary>
    public const int Threshold = 1000;

    private readonly ZohoCmdlet _cmdlet;

    private ChangeQuestion(ZohoCmdlet cmdlet) => _cmdlet = cmdlet;

    /// <summary>Creates the question; null where it isn't asked: nobody is there, or -Confirm asks for each record, or has been turned off.</summary>
    public static ChangeQuestion? Create(ZohoCmdlet cmdlet) =>
        GetConfirmPreference(cmdlet) == ConfirmImpact.High && SessionHost.MayAsk(cmdlet.Host) ? new(cmdlet) : null;

    /// <summary>Asks after some of the changes.</summary>
    /// <param name="changed">The number of records changed so far.</param>
    /// <param name="connection">Where they are.</param>
    public bool Ask(long changed, Connection connection) =>
        Ask(string.Create(CultureInfo.InvariantCulture, $"{changed:N0} records of {connection} have been changed, and there are more. Go on with all of them?"));

    /// <summary>Asks before the first change.</summary>
    /// <param name="changes">The number of records to be changed.</param>
    /// <param name="connection">Where they are.</param>
    public bool AskBefore(long changes, Connection connection) =>
        Ask(string.Create(CultureInfo.InvariantCulture, $"{changes:N0} records of {connection} are to be changed. Change them?"));

    private bool Ask(string question)
    {
        try
        {
            return _cmdlet.ShouldContinue(
                question, string.Create(CultureInfo.InvariantCulture, $"{_cmdlet.MyInvocation.MyCommand.Name}: more than {Threshold:N0} changes"));
        }
        catch (Exception failure) when (failure is HostException or PSInvalidOperationException or NotImplementedException or NotSupportedException)
        {
            // The host shows no prompts: -NonInteractive, or a runspace of a program.
            return true;
        }
    }

    private static ConfirmImpact GetConfirmPreference(ZohoCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out var given)
            ? LanguagePrimitives.IsTrue(given) ? ConfirmImpact.Low : ConfirmImpact.None
            : LanguagePrimitives.TryConvertTo<ConfirmImpact>(cmdlet.GetVariableValue("ConfirmPreference"), out var preference) ? preference : ConfirmImpact.High;
}
