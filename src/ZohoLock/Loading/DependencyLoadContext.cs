using System.Reflection;
using System.Runtime.Loader;

namespace ZohoLock.Loading;

/// <summary>
/// The module's own load context: whatever it brings along beside its cmdlets is loaded here, so that it neither meets nor becomes another
/// module's version of the same library.
/// </summary>
internal sealed class DependencyLoadContext : AssemblyLoadContext
{
    private readonly string _folder;

    private DependencyLoadContext(string folder)
        : base(nameof(ZohoLock)) => _folder = folder;

    /// <summary>Resolves what ZohoLock.dll refers to from <paramref name="folder"/>, from now on.</summary>
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

        // The runtime's own libraries are shared with its HttpClient, whatever version of them a package was built for.
        return assemblyName.Name!.StartsWith("System.", StringComparison.Ordinal)
            ? Default.LoadFromAssemblyName(new AssemblyName(assemblyName.Name))
            : null;
    }
}
