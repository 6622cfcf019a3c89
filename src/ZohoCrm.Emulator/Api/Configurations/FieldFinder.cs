using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Crm.Fields;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Finds the field that a body names by API name, id or both (protocol 2.2).</summary>
internal sealed class FieldFinder(IReadOnlyList<CrmField> fields)
{
    /// <summary>
    /// Finds the field that an item names; one of name and id may be wrong (protocol 2.2). <c>field not found</c> has its own path.
    /// </summary>
    /// <exception cref="ApiErrorException">There is no such field, or name and id are of different fields.</exception>
    public CrmField Find(JsonElement item, string path, string pathNotFound)
    {
        var name = item.GetText("api_name", path);
        var id = item.GetId(path);
        if (name is null && id is null)
        {
            throw new ApiErrorException(ConfigurationErrors.FieldNotNamed(path));
        }

        var byName = fields.FirstOrDefault(field => field.ApiName == name);
        var byId = fields.FirstOrDefault(field => field.Id == id);
        if (byName is not null && byId is not null && byName != byId)
        {
            throw new ApiErrorException(ConfigurationErrors.FieldAmbiguous(path));
        }

        var wrongKey = name is null ? "id" : "api_name";
        return byName ?? byId
            ?? throw new ApiErrorException(ConfigurationErrors.NotFound("field", wrongKey, $"{pathNotFound}.{wrongKey}"));
    }
}
