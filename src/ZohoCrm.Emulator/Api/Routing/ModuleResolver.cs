using System.Diagnostics.CodeAnalysis;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Fields;

namespace ZohoCrm.Emulator.Api.Routing;

/// <summary>Finds the module that a request names.</summary>
internal static class ModuleResolver
{
    /// <summary>Finds a module, or the error if it is unknown, hidden or not supported (protocol 8).</summary>
    public static bool TryResolve(
        this CrmOrganization organization,
        string apiName,
        [NotNullWhen(true)] out CrmModule? module,
        [NotNullWhen(false)] out ApiError? error)
    {
        var comparison = organization.Settings.Unknowns.ModuleNamesCaseSensitive
            ? StringComparison.Ordinal
            : StringComparison.OrdinalIgnoreCase;
        if (!organization.TryFindModule(apiName, comparison, out module) || module.IsHidden)
        {
            error = apiName == LockingInformation.ApiName ? ApiErrors.ModuleNotSupported : ApiErrors.InvalidModule;
            return false;
        }

        error = module.IsApiSupported ? null : ApiErrors.ModuleNotSupported;
        return error is null;
    }
}
