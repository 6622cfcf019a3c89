using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using ZohoCrm.Emulator;

namespace ZohoLock.Loading;

/// <summary>Prepares the process for the cmdlets. ZohoLock.psm1 calls it before it imports them, because they can't be loaded without their dependencies.</summary>
public static class ModuleLoader
{
    private static readonly Lazy<bool> Loaded = new(LoadOnce);

    /// <summary>Makes the module's dependencies loadable, and its output types available by name; once per process.</summary>
    public static void Load() => _ = Loaded.Value;

    /// <summary>The enums of outputs and of the emulator's settings. Call <see cref="Load"/> first.</summary>
    public static IReadOnlyList<Type> Enums =>
        [.. new[] { typeof(RecordLock), typeof(Connection), typeof(CrmEmulator) }.SelectMany(type => type.Assembly.GetExportedTypes()).Where(type => type.IsEnum)];

    private static bool LoadOnce()
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!, "dependencies");
        DependencyLoadContext.Attach(folder, "ZohoLock.Model", "ZohoLock.Client", "ZohoCrm.Emulator");
        AddTypeAccelerators();
        return true;
    }

    // PowerShell looks for a type name such as [ZohoLock.RecordLock] in the default load context only, and among the type accelerators.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddTypeAccelerators()
    {
        var add = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!
            .GetMethod("Add", BindingFlags.Public | BindingFlags.Static, [typeof(string), typeof(Type)])!;
        foreach (var type in new[] { typeof(RecordLock), typeof(Connection) }.SelectMany(type => type.Assembly.GetExportedTypes()).Where(type => type.Namespace == nameof(ZohoLock)))
        {
            add.Invoke(null, [type.FullName!, type]);
        }
    }
}
