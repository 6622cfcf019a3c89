using System.Reflection;
using System.Runtime.Loader;

namespace ZohoLock.Loading;

/// <summary>
/// Has ConvertTo-Json write enums as words. It uses PowerShell's own Newtonsoft.Json, in which looking at a type takes longer than the rest of the import:
/// nothing is done before something is converted.
/// </summary>
internal sealed class JsonEnumConverters
{
    private const string Newtonsoft = "Newtonsoft.Json,";

    private readonly Assembly _newtonsoft;
    private readonly Lazy<bool> _added;
    private object? _earlierSettings;

    private JsonEnumConverters(Assembly newtonsoft, Func<IReadOnlyList<Type>> getEnums)
    {
        _newtonsoft = newtonsoft;
        _added = new(() => AddConverters(getEnums()));
    }

    /// <summary>Adds the converters before the first conversion to JSON.</summary>
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
        if (loaded.FullName?.StartsWith(Newtonsoft, StringComparison.Ordinal) == true && AssemblyLoadContext.GetLoadContext(loaded) == AssemblyLoadContext.Default)
        {
            new JsonEnumConverters(loaded, getEnums).AddBeforeFirstConversion();
        }
    }

    // Each conversion asks this function for its settings first.
    private void AddBeforeFirstConversion()
    {
        var property = GetType("Newtonsoft.Json.JsonConvert").GetProperty("DefaultSettings")!;
        _earlierSettings = property.GetValue(null);
        var getSettings = typeof(JsonEnumConverters).GetMethod(nameof(GetSettings), BindingFlags.Instance | BindingFlags.NonPublic)!;
        property.SetValue(null, getSettings.MakeGenericMethod(GetType("Newtonsoft.Json.JsonSerializerSettings")).CreateDelegate(property.PropertyType, this));
    }

    // The type of the settings is known only when Newtonsoft.Json is loaded.
    private TSettings? GetSettings<TSettings>()
        where TSettings : class
    {
        _ = _added.Value;
        return ((Func<TSettings?>?)_earlierSettings)?.Invoke();
    }

    private bool AddConverters(IReadOnlyList<Type> enums)
    {
        // The contracts of the default resolver are shared by all serializers.
        var serializer = GetType("Newtonsoft.Json.JsonSerializer").GetMethod("Create", [])!.Invoke(null, null)!;
        var resolver = serializer.GetType().GetProperty("ContractResolver")!.GetValue(serializer)!;
        var resolve = resolver.GetType().GetMethod("ResolveContract", [typeof(Type)])!;
        var converter = GetType("Newtonsoft.Json.Converters.StringEnumConverter");
        foreach (var type in enums)
        {
            var contract = resolve.Invoke(resolver, [type])!;
            contract.GetType().GetProperty("Converter")!.SetValue(contract, Activator.CreateInstance(converter));
        }

        return true;
    }

    private Type GetType(string name) => _newtonsoft.GetType(name, throwOnError: true)!;
}
