using System.Management.Automation;
using ZohoLock.Emulation;
using ZohoLock.Sessions;

namespace ZohoLock.Loading;

/// <summary>
/// What Remove-Module ends: the session's connections; and, if no other session of the process has imported the module, the emulators and the names of
/// the output types.
/// </summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        SessionConnections.CloseAll();
        if (!ModuleLoader.Unload())
        {
            return;
        }

        foreach (var emulator in RunningEmulators.All)
        {
            emulator.Stop();
        }
    }
}
