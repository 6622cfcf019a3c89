using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using ZohoCrm.Emulator;

namespace ZohoLock.Loading;

/// <summary>Prepares the process for the cmdlets. ZohoLock.psm1 calls it before it imports them, because they can't be loaded without their dependencies.</summary>
public static class ModuleLoader
{
    private static readonly object Lock = new();
    private static readonly List<WeakReference<Runspace>> Sessions = [];
    private static bool _isAttached;

    /// <summary>Makes the module's dependencies loadable, once per process, and its output types available by name while a session has imported it.</summary>
    public static void Load()
    {
        lock (Lock)
        {
            if (!_isAttached)
            {
                var folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!, "dependencies");
                DependencyLoadContext.Attach(folder, "ZohoLock.Model", "ZohoLock.Client", "ZohoLock.Reporting", "ZohoCrm.Emulator");
                _isAttached = true;
            }

            ForgetSessions(ended: null);
            Sessions.Add(new(Runspace.DefaultRunspace));
            if (Sessions.Count == 1)
            {
                ForEachType((accelerators, type) => accelerators.GetMethod("Add", [typeof(string), typeof(Type)])!.Invoke(null, [type.FullName!, type]));
            }
        }
    }

    /// <summary>Reverts <see cref="Load"/> for one session; dependencies stay loaded, because .NET keeps an assembly until the process ends.</summary>
    /// <returns>Whether no session has imported the module any more.</returns>
    internal static bool Unload()
    {
        lock (Lock)
        {
            ForgetSessions(ended: Runspace.DefaultRunspace);
            if (Sessions.Count > 0)
            {
                return false;
            }

            ForEachType((accelerators, type) => accelerators.GetMethod("Remove", [typeof(string)])!.Invoke(null, [type.FullName!]));
            return true;
        }
    }

    /// <summary>The enums of outputs and of the emulator's settings. Call <see cref="Load"/> first.</summary>
    public static IReadOnlyList<Type> Enums =>
        [.. new[] { typeof(RecordLock), typeof(Connection), typeof(CrmEmulator) }.SelectMany(type => type.Assembly.GetExportedTypes()).Where(type => type.IsEnum)];

    // A parallel block or a job ends without removing the module.
    private static void ForgetSessions(Runspace? ended) => Sessions.RemoveAll(
        session => !session.TryGetTarget(out var runspace) || runspace == ended || runspace.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken);

    // PowerShell looks for a type name such as [ZohoLock.RecordLock] in the default load context only, and among the type accelerators.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ForEachType(Action<Type, Type> action)
    {
        var accelerators = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;
        foreach (var type in new[] { typeof(RecordLock), typeof(Connection) }.SelectMany(type => type.Assembly.GetExportedTypes()).Where(type => type.Namespace == nameof(ZohoLock)))
        {
            action(accelerators, type);
        }
    }
}
