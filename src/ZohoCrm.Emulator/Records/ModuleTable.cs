using System.Diagnostics.CodeAnalysis;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Metadata;

namespace ZohoCrm.Emulator.Records;

/// <summary>The organisation's modules by their API names.</summary>
internal sealed class ModuleTable(EmulatorSettings settings)
{
    private readonly object _adding = new();
    private volatile CrmModule[] _modules = [];

    public IReadOnlyCollection<CrmModule> All => _modules;

    public void Add(CrmModule module)
    {
        lock (_adding)
        {
            if (Array.Exists(_modules, other => Named(other, module.ApiName, StringComparison.OrdinalIgnoreCase)))
            {
                throw new ArgumentException($"There is a module {module.ApiName} already.", nameof(module));
            }

            _modules = [.. _modules, module];
        }
    }

    public CrmModule? Find(string apiName, StringComparison comparison)
    {
        foreach (var module in _modules)
        {
            if (Named(module, apiName, comparison))
            {
                return module;
            }
        }

        return null;
    }

    /// <summary>Finds the module that a path names, or tells what is wrong with it (protocol 8).</summary>
    public ApiError? Resolve(string apiName, [NotNullWhen(true)] out CrmModule? module)
    {
        module = Find(
            apiName,
            settings.Unknowns.ModuleNamesCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
        if (module is null or { IsHidden: true })
        {
            return apiName == LockingInformation.ApiName ? ApiErrors.ModuleNotSupported : ApiErrors.InvalidModule;
        }

        return module.IsApiSupported ? null : ApiErrors.ModuleNotSupported;
    }

    private static bool Named(CrmModule module, string apiName, StringComparison comparison) =>
        string.Equals(module.ApiName, apiName, comparison);
}
