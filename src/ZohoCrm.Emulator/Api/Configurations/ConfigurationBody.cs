using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Reads the body <c>{"record_locking_configurations":[{...}]}</c> (protocol 2.2).</summary>
internal static class ConfigurationBody
{
    /// <summary>Finds the configuration in a body and calls <paramref name="use"/> with it; returns what is wrong with the body.</summary>
    public static ApiError? Read(ReadOnlyMemory<byte> body, Action<JsonElement> use)
    {
        using var document = DataItem.Parse(body);
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } root })
        {
            return ApiErrors.BodyNotJson;
        }

        if (root.GetValue(ConfigurationErrors.Wrapper) is not { } items)
        {
            return ConfigurationErrors.WrapperMissing;
        }

        if (items.ValueKind != JsonValueKind.Array)
        {
            return ConfigurationErrors.WrapperNotArray;
        }

        if (items.GetArrayLength() != 1)
        {
            return items.GetArrayLength() == 0 ? ConfigurationErrors.WrapperEmpty : ConfigurationErrors.WrapperTooLong;
        }

        try
        {
            items[0].RequireObject(ConfigurationErrors.Wrapper, ConfigurationErrors.Root);
            use(items[0]);
            return null;
        }
        catch (ApiErrorException exception)
        {
            return exception.Error;
        }
    }
}
