using System.Text.Json;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Locking;
using ZohoCrm.Emulator.Metadata;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Records;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>Reading, making, changing and deleting the locking configuration of a module (protocol 2).</summary>
internal sealed class ConfigurationEndpoint(
    EmulatorSettings settings, ModuleTable modules, ProfileTable profiles, Authorizer authorizer)
{
    private readonly ConfigurationReader _reader = new(settings, profiles);
    private readonly ConfigurationRow _row = new(settings);

    public ApiError? Answer(ApiCall call)
    {
        if (IsWrongMethod(call))
        {
            return ApiErrors.WrongMethod((int)settings.Contradictions.WrongMethodStatus);
        }

        if (!authorizer.AllowsSettings(call.Token, ScopeFamily.LockingConfigurations, AccessFor(call.Route.Operation)))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        if (Resolve(call, out var module) is { } error)
        {
            return error;
        }

        lock (module!.Sync)
        {
            return call.Route.Operation switch
            {
                Operation.GetLockingConfiguration => Get(call, module),
                Operation.CreateLockingConfiguration => Create(call, module),
                Operation.UpdateLockingConfiguration => Update(call, module),
                _ => Delete(call, module),
            };
        }
    }

    /// <summary>Only version 8 documents the calls for one configuration by id and for deleting several (protocol 2.1).</summary>
    private bool IsWrongMethod(ApiCall call)
    {
        var isOfVersion8 = call.Route is
            { Resource: Resource.LockingConfiguration, Operation: Operation.GetLockingConfiguration }
            or { Resource: Resource.LockingConfigurations, Operation: Operation.DeleteLockingConfiguration };
        return call.Route.Operation == Operation.Other
            || (isOfVersion8 && call.Route.Version < 8 && !settings.Unknowns.ConfigurationCallsOfVersion8OnVersion7);
    }

    private static ScopeAccess AccessFor(Operation operation) => operation switch
    {
        Operation.CreateLockingConfiguration => ScopeAccess.Create,
        Operation.UpdateLockingConfiguration => ScopeAccess.Update,
        Operation.DeleteLockingConfiguration => ScopeAccess.Delete,
        _ => ScopeAccess.Read,
    };

    private ApiError? Resolve(ApiCall call, out CrmModule? module)
    {
        module = null;
        if (call.Request.Query("module") is not { Length: > 0 } name)
        {
            return ApiErrors.ParameterMissing("module", settings.Contradictions.MissingParameterKey);
        }

        if (modules.Resolve(name, out module) is { } error)
        {
            return error with { Details = "{}" };
        }

        if (!settings.Permissions.EditionSupported)
        {
            return LockErrors.EditionNotSupported;
        }

        if (!settings.Permissions.MayCustomize)
        {
            return ConfigurationErrors.NoPermission(RefusalStatus);
        }

        if (call.Route.Version < module!.LockableFrom)
        {
            return ConfigurationErrors.ModuleNotSupported;
        }

        return call.Request.Query("feature_type") is null or "record_locking" ? null : RecordErrors.ParameterInvalid("feature_type");
    }

    private int RefusalStatus => (int)settings.Contradictions.ConfigurationRefusalStatus;

    private ApiError? Get(ApiCall call, CrmModule module)
    {
        if (call.ConfigurationId is { } id && module.Configuring.Current?.Id != id)
        {
            return ConfigurationErrors.IdInvalid;
        }

        if (module.Configuring.Current is not { } configuration)
        {
            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginJson(200);
        json.WriteStartObject();
        json.WriteStartArray(ConfigurationErrors.Wrapper);
        _row.Write(json, configuration, call.Route.Version);
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    private ApiError? Create(ApiCall call, CrmModule module)
    {
        if (module.Configuring.Current is not null)
        {
            return ConfigurationErrors.AlreadyCreated;
        }

        return Read(call, item =>
        {
            var configuration = module.Configuring.New(LockingConfiguration.Manual, call.User);
            module.Configure(_reader.Read(item, module, configuration, isUpdate: false));
            WriteSuccess(call, 201, [configuration.Id], "record locking configuration created successfully");
        });
    }

    private ApiError? Update(ApiCall call, CrmModule module)
    {
        if (module.Configuring.Current is not { } configuration || (call.ConfigurationId is { } id && id != configuration.Id))
        {
            return ConfigurationErrors.IdInvalid;
        }

        if (configuration.IsSystemDefined)
        {
            return ConfigurationErrors.OfSystem(RefusalStatus, "updated");
        }

        return Read(call, item =>
        {
            RequireId(item, configuration);
            module.Configure(_reader.Read(item, module, module.Configuring.Stamped(configuration, call.User), isUpdate: true));
            WriteSuccess(call, 200, [configuration.Id], "record locking configuration updated successfully");
        });
    }

    private void RequireId(JsonElement item, RecordLockingConfiguration configuration)
    {
        const string Path = $"{ConfigurationErrors.Root}.id";
        switch (item.Id(ConfigurationErrors.Root))
        {
            case null when settings.Contradictions.ConfigurationIdRequiredInBody:
                throw new ApiRefusedException(ConfigurationErrors.Missing("id", Path));
            case { } id when id != configuration.Id:
                throw new ApiRefusedException(ConfigurationErrors.IdInvalidAt(Path));
        }
    }

    private ApiError? Delete(ApiCall call, CrmModule module)
    {
        string[] ids;
        if (call.ConfigurationId is { } one)
        {
            ids = [one];
        }
        else if (call.Request.Query("ids") is { Length: > 0 } several)
        {
            ids = [.. several.Split(',', StringSplitOptions.TrimEntries).Distinct()];
        }
        else
        {
            return ApiErrors.ParameterMissing("ids", settings.Contradictions.MissingParameterKey);
        }

        if (module.Configuring.Current is not { } configuration || Array.Exists(ids, id => id != configuration.Id))
        {
            return call.ConfigurationId is null ? ConfigurationErrors.IdsInvalid : ConfigurationErrors.IdInvalid;
        }

        if (configuration.IsSystemDefined)
        {
            return ConfigurationErrors.OfSystem(RefusalStatus, "deleted");
        }

        module.LockingConfiguration = LockingConfiguration.Missing;
        WriteSuccess(call, 200, ids, "record locking configuration deleted");
        return null;
    }

    /// <summary>Hands over the one configuration of the body.</summary>
    private static ApiError? Read(ApiCall call, Action<JsonElement> use)
    {
        using var document = DataItem.Parse(call.Request.Body);
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } body })
        {
            return ApiErrors.BodyNotJson;
        }

        if (body.Value(ConfigurationErrors.Wrapper) is not { } items)
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
        catch (ApiRefusedException refusal)
        {
            return refusal.Error;
        }
    }

    private static void WriteSuccess(ApiCall call, int status, string[] ids, string message)
    {
        var json = call.Response.BeginJson(status);
        json.WriteStartObject();
        json.WriteStartArray(ConfigurationErrors.Wrapper);
        foreach (var id in ids)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, "SUCCESS"u8);
            json.WriteStartObject("details"u8);
            json.WriteString("id"u8, id);
            json.WriteEndObject();
            json.WriteString("message"u8, message);
            json.WriteString("status"u8, "success"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
