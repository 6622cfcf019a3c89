using System.Collections.Concurrent;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Crm.Views;

namespace ZohoCrm.Emulator.Api.Records;

/// <summary>Counts the records of a module, of a view, or by criteria (protocol 9.1).</summary>
internal sealed class CountEndpoint(CrmOrganization organization)
{
    private readonly ConcurrentDictionary<(CrmModule Module, string? View, string? Criteria), (int Count, DateTimeOffset Time)> _counts = new();

    public ApiError? Answer(ApiCall call, CrmModule module)
    {
        CrmCustomView? view = null;
        Criteria? criteria = null;
        var viewId = call.Request.Query("cvid");
        var text = call.Request.Query("criteria");
        if (viewId is not null && (view = module.FindView(viewId)) is null)
        {
            return ApiErrors.ParameterInvalid("cvid");
        }

        if (text is not null && (criteria = SearchCriteria.Read(module, text)) is null)
        {
            return ApiErrors.ParameterInvalid("criteria");
        }

        var now = organization.Time.GetUtcNow();
        var key = (module, viewId, text);
        if (!_counts.TryGetValue(key, out var known) || now - known.Time >= organization.Settings.CountDelay)
        {
            known = (Count(module, view, criteria), now);
            _counts[key] = known;
        }

        var json = call.Response.BeginJson(200);
        json.WriteStartObject();
        json.WriteNumber("count"u8, known.Count);
        json.WriteEndObject();
        return null;
    }

    /// <summary>Counts like a list does: without the converted leads, unless the view is of those.</summary>
    private static int Count(CrmModule module, CrmCustomView? view, Criteria? criteria) => module.GetSorted().Count(record =>
        (!record.IsConverted || view?.SelectsConverted == true)
        && view?.Shows(module, record) != false
        && criteria?.Matches(field => module.ValueOf(record, field)) != false);
}
