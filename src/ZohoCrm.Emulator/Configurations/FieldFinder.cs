using System.Text.Json;
using ZohoCrm.Emulator.Api;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>Finds the field that a body names by API name, id or both (protocol 2.2).</summary>
internal sealed class FieldFinder(IReadOnlyList<CrmField> fields)
{
    /// <summary>Finds the field of an item; where only its name or only its id leads to one, that one (protocol 2.2).</summary>
    /// <param name="item">The item.</param>
    /// <param name="path">Its path.</param>
    /// <param name="pathNotFound">Its path as <c>field not found</c> spells it.</param>
    /// <exception cref="ApiRefusedException">There is none, or there are two.</exception>
    public CrmField Find(JsonElement item, string path, string pathNotFound)
    {
        var name = item.Text("api_name", path);
        var id = item.Id(path);
        if (name is null && id is null)
        {
            throw new ApiRefusedException(ConfigurationErrors.FieldUnnamed(path));
        }

        var byName = fields.FirstOrDefault(field => field.ApiName == name);
        var byId = fields.FirstOrDefault(field => field.Id == id);
        if (byName is not null && byId is not null && byName != byId)
        {
            throw new ApiRefusedException(ConfigurationErrors.FieldAmbiguous(path));
        }

        var wrongKey = name is null ? "id" : "api_name";
        return byName ?? byId
            ?? throw new ApiRefusedException(ConfigurationErrors.NotFound("field", wrongKey, $"{pathNotFound}.{wrongKey}"));
    }
}
