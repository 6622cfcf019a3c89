using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Locking;

/// <summary>Reads the reason from the body of a lock or an update (protocol 1.2).</summary>
internal sealed class LockReason(EmulatorSettings settings)
{
    private const int LongestReason = 3000;

    /// <summary>Reads the body. <paramref name="hasItem"/> is false if <c>data</c> is empty and that is accepted.</summary>
    public ApiError? Read(ReadOnlyMemory<byte> body, out string? reason, out bool hasItem)
    {
        reason = null;
        hasItem = false;
        using var document = DataItem.Parse(body);
        if (document is null)
        {
            return ApiErrors.BodyNotJson;
        }

        var error = DataItem.Find(document.RootElement, settings.Unknowns, out var item);
        if (error is not null || item is null)
        {
            return error;
        }

        hasItem = true;
        return ReadItem(item.Value, out reason);
    }

    private ApiError? ReadItem(JsonElement item, out string? reason)
    {
        reason = null;
        if (!item.TryGetProperty("Locked_Reason__s"u8, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return settings.MandatoryFields ? LockErrors.ReasonMissing : null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return LockErrors.ReasonNotText;
        }

        reason = value.GetString();
        if (reason!.Length == 0 && settings.MandatoryFields && !settings.Unknowns.EmptyReasonAccepted)
        {
            return LockErrors.ReasonMissing;
        }

        return reason.Length > LongestReason && !settings.Unknowns.LongReasonAccepted ? LockErrors.ReasonTooLong : null;
    }
}
