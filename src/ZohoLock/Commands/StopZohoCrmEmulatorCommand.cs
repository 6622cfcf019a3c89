using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Stops an emulator, frees its port and closes the session's connections to it; its counters stay readable.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ZohoCrmEmulator", SupportsShouldProcess = true)]
public sealed class StopZohoCrmEmulatorCommand : PSCmdlet
{
    /// <summary>The emulator, as Start-ZohoCrmEmulator brought it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("InputObject")]
    public Emulator Emulator { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ShouldProcess($"Port {Emulator.Port}", "Stop the emulator of Zoho CRM"))
        {
            foreach (var connection in SessionConnections.To(Emulator.ApiDomain))
            {
                connection.Dispose();
            }

            Emulator.Stop();
        }
    }
}
