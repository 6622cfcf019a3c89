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
    private static bool _isLoadedBefore;
    private static bool _isAttached;

    private static Type TypeAccelerators => typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;

    /// <summary>
    /// Makes the module's dependencies loadable, once per process, and its output types available by name while a session has imported it. The script of
    /// another version calls this method too, if this one is loaded already: its signature stays.
    /// </summary>
    /// <param name="moduleFolder">The folder of the script that imports the module.</param>
    /// <returns>Why the module can't be imported from that folder, or null.</returns>
    public static string? Load(string moduleFolder)
    {
        lock (Lock)
        {
            var folder = new ModuleFolder(moduleFolder);
            var problem = folder.FindProblem(_isLoadedBefore);
            _isLoadedBefore = true;
            if (problem is not null)
            {
                return problem;
            }

            if (!_isAttached)
            {
                DependencyLoadContext.Attach(folder.Dependencies, "ZohoLock.Model", "ZohoLock.Client", "ZohoLock.Reporting", "ZohoCrm.Emulator");
                JsonEnumConverters.Add(() => Enums);
                _isAttached = true;
            }

            ForgetSessions(ended: null);
            Sessions.Add(new(Runspace.DefaultRunspace));
            if (Sessions.Count == 1)
            {
                var add = TypeAccelerators.GetMethod("Add", [typeof(string), typeof(Type)])!.CreateDelegate<Action<string, Type>>();
                ForEachType(type => add(type.FullName!, type));
            }

            return null;
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

            var remove = TypeAccelerators.GetMethod("Remove", [typeof(string)])!.CreateDelegate<Func<string, bool>>();
            ForEachType(type => remove(type.FullName!));
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
    private static void ForEachType(Action<Type> action)
    {
        // Of the client, which takes longer to go through, only the connection has such a name.
        foreach (var type in typeof(RecordLock).Assembly.GetExportedTypes().Append(typeof(Connection)))
        {
            action(type);
        }
    }
}
