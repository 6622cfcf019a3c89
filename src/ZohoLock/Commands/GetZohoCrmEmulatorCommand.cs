using System.Management.Automation;
using ZohoLock.Emulation;

namespace ZohoLock.Commands;

/// <summary>Gets the emulators that run in this process.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoCrmEmulator")]
[OutputType(typeof(Emulator))]
public sealed class GetZohoCrmEmulatorCommand : PSCmdlet
{
    /// <summary>The ports of those to get; all by default.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, 65535)]
    public int[]? Port { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var emulator in RunningEmulators.All)
        {
            if (Port is null || Port.Contains(emulator.Port))
            {
                WriteObject(emulator);
            }
        }
    }
}
