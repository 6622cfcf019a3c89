using System.Reflection;
using System.Runtime.Loader;

namespace ZohoLock.Loading;

/// <summary>
/// The module's own load context. The assemblies that the cmdlets depend on are loaded here, so that they don't conflict with other versions that other
/// modules load.
/// </summary>
internal sealed class DependencyLoadContext : AssemblyLoadContext
{
    private readonly string _folder;

    private DependencyLoadContext(string folder)
        : base(nameof(ZohoLock)) => _folder = folder;

    /// <summary>Resolves the references of ZohoLock.dll from <paramref name="folder"/> from now on.</summary>
    public static DependencyLoadContext Attach(string folder, params string[] entryAssemblies)
    {
        var context = new DependencyLoadContext(folder);
        Default.Resolving += (_, name) =>
            Array.Exists(entryAssemblies, entry => entry == name.Name) ? context.LoadFromAssemblyName(name) : null;
        return context;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        if (File.Exists(path))
        {
            return LoadFromAssemblyPath(path);
        }

        // The runtime's libraries must be shared with its HttpClient, even if a package was built for another version of them.
        return assemblyName.Name!.StartsWith("System.", StringComparison.Ordinal)
            ? Default.LoadFromAssemblyName(new AssemblyName(assemblyName.Name))
            : null;
    }
}
