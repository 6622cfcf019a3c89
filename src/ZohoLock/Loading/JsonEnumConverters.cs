using System.Reflection;
using System.Runtime.Loader;

namespace ZohoLock.Loading;

/// <summary>
/// Has ConvertTo-Json write enums as words. It uses PowerShell's own Newtonsoft.Json, which takes time to load and is loaded at the first ConvertTo-Json
/// of a process: until then nothing is done.
/// </summary>
internal static class JsonEnumConverters
{
    private const string Newtonsoft = "Newtonsoft.Json,";

    /// <summary>Adds the converters when Newtonsoft.Json is loaded, or now if it is.</summary>
    /// <param name="getEnums">Returns the types of the enums.</param>
    public static void Add(Func<IReadOnlyList<Type>> getEnums)
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => AddIfNewtonsoft(loaded.LoadedAssembly, getEnums);
        foreach (var loaded in AssemblyLoadContext.Default.Assemblies)
        {
            AddIfNewtonsoft(loaded, getEnums);
        }
    }

    private static void AddIfNewtonsoft(Assembly loaded, Func<IReadOnlyList<Type>> getEnums)
    {
        // GetName takes ten times as long, and there are some 100 assemblies.
        if (loaded.FullName?.StartsWith(Newtonsoft, StringComparison.Ordinal) != true || AssemblyLoadContext.GetLoadContext(loaded) != AssemblyLoadContext.Default)
        {
            return;
        }

        // The contracts of the default resolver are shared by all serializers.
        var serializer = loaded.GetType("Newtonsoft.Json.JsonSerializer", throwOnError: true)!.GetMethod("Create", [])!.Invoke(null, null)!;
        var resolver = serializer.GetType().GetProperty("ContractResolver")!.GetValue(serializer)!;
        var resolve = resolver.GetType().GetMethod("ResolveContract", [typeof(Type)])!;
        var converter = loaded.GetType("Newtonsoft.Json.Converters.StringEnumConverter", throwOnError: true)!;
        foreach (var type in getEnums())
        {
            var contract = resolve.Invoke(resolver, [type])!;
            contract.GetType().GetProperty("Converter")!.SetValue(contract, Activator.CreateInstance(converter));
        }
    }
}
