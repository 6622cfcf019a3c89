using System.Management.Automation;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>Stops an emulator, frees its port and closes the session's connections to it; its counters stay readable.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ZohoCrmEmulator", SupportsShouldProcess = true)]
public sealed class StopZohoCrmEmulatorCommand : PSCmdlet
{
    /// <summary>The emulator, as Start-ZohoCrmEmulator returned it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("InputObject")]
    public Emulator Emulator { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ShouldProcess($"Port {Emulator.Port}", "Stop the emulator of Zoho CRM"))
        {
            foreach (var connection in SessionConnections.FindByHost(Emulator.ApiDomain))
            {
                connection.Dispose();
            }

            Emulator.Stop();
        }
    }
}
