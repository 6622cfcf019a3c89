using System.Text.Json;
using ZohoLock.Configuration.Wire;

namespace ZohoLock.Configuration.Criteria;

/// <summary>Reads and writes criteria in Zoho's JSON format (protocol section 2.2).</summary>
public static class CriteriaJson
{
    /// <summary>Parses JSON.</summary>
    /// <exception cref="ZohoException">The JSON isn't a comparison or a group: code <c>InvalidCriteria</c>.</exception>
    public static LockingCriteria Parse(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, ConfigurationJson.Default.CriteriaRow)?.ToCriteria() is { } criteria)
            {
                return criteria;
            }
        }
        catch (JsonException broken)
        {
            throw new ZohoException(NotCriteria(broken.Message), broken);
        }

        throw new ZohoException(NotCriteria("neither a comparison nor a group"));
    }

    /// <summary>The JSON as sent to Zoho. Numbers and booleans are strings (protocol section 13).</summary>
    public static string ToJson(this LockingCriteria criteria) => JsonSerializer.Serialize(CriteriaRow.From(criteria), ConfigurationJson.Default.CriteriaRow);

    private static ZohoError NotCriteria(string why) => ZohoError.Input(
        "InvalidCriteria",
        $"the JSON is no criteria: {why}",
        """Give {"comparator":"equal","field":{"api_name":"Stage"},"value":"Closed Won"} or {"group_operator":"AND","group":[...]}.""");
}
