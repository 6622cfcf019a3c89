using System.Management.Automation;
using ZohoLock.Emulation;

namespace ZohoLock.Commands;

/// <summary>Lists the emulators that run in this process; nothing where none does.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoCrmEmulator")]
[OutputType(typeof(Emulator))]
public sealed class GetZohoCrmEmulatorCommand : PSCmdlet
{
    /// <summary>The ports of those to list; all where none is given.</summary>
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
