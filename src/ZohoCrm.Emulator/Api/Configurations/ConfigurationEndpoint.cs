using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Reads, creates, updates and deletes the locking configuration of a module (protocol 2).</summary>
internal sealed class ConfigurationEndpoint(CrmOrganization organization, Authorizer authorizer)
{
    private readonly EmulatorSettings _settings = organization.Settings;
    private readonly ConfigurationReader _reader = new(organization.Settings, () => organization.Profiles.All);
    private readonly ConfigurationWriter _writer = new(organization.Settings);

    private int RefusalStatus => (int)_settings.Contradictions.ConfigurationRefusalStatus;

    public ApiError? Answer(ApiCall call)
    {
        if (IsWrongMethod(call))
        {
            return ApiErrors.WrongMethod((int)_settings.Contradictions.WrongMethodStatus);
        }

        if (!authorizer.Allows(call, ScopeFamily.LockingConfigurations, GetAccess(call.Route.Operation)))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        if (!TryResolve(call, out var module, out var error))
        {
            return error;
        }

        lock (module.Sync)
        {
            return call.Route.Operation switch
            {
                Operation.GetLockingConfiguration => Get(call, module.Locks),
                Operation.CreateLockingConfiguration => Create(call, module),
                Operation.UpdateLockingConfiguration => Update(call, module),
                _ => Delete(call, module.Locks),
            };
        }
    }

    private static ScopeAccess GetAccess(Operation operation) => operation switch
    {
        Operation.CreateLockingConfiguration => ScopeAccess.Create,
        Operation.UpdateLockingConfiguration => ScopeAccess.Update,
        Operation.DeleteLockingConfiguration => ScopeAccess.Delete,
        _ => ScopeAccess.Read,
    };

    /// <summary>GET by id and DELETE of several configurations are documented for version 8 only (protocol 2.1).</summary>
    private bool IsWrongMethod(ApiCall call)
    {
        var needsVersion8 = call.Route is
            { Resource: Resource.LockingConfiguration, Operation: Operation.GetLockingConfiguration }
            or { Resource: Resource.LockingConfigurations, Operation: Operation.DeleteLockingConfiguration };
        return call.Route.Operation == Operation.Other
            || (needsVersion8 && call.Route.Version < 8 && !_settings.Unknowns.ConfigurationCallsOfVersion8OnVersion7);
    }

    private bool TryResolve(ApiCall call, [NotNullWhen(true)] out CrmModule? module, [NotNullWhen(false)] out ApiError? error)
    {
        module = null;
        if (call.Request.Query("module") is not { Length: > 0 } name)
        {
            error = ApiErrors.ParameterMissing("module", _settings.Contradictions.MissingParameterKey);
            return false;
        }

        if (!organization.TryResolve(name, out module, out error))
        {
            error = error with { Details = "{}" };
            return false;
        }

        error = CheckSupport(call, module);
        return error is null;
    }

    private ApiError? CheckSupport(ApiCall call, CrmModule module)
    {
        if (!_settings.Permissions.EditionSupported)
        {
            return ApiErrors.EditionNotSupported;
        }

        if (!_settings.Permissions.MayCustomize)
        {
            return ConfigurationErrors.NoPermission(RefusalStatus);
        }

        if (call.Route.Version < module.LockableFrom)
        {
            return ConfigurationErrors.ModuleNotSupported;
        }

        return call.Request.Query("feature_type") is null or "record_locking" ? null : ApiErrors.ParameterInvalid("feature_type");
    }

    private ApiError? Get(ApiCall call, ModuleLocks locks)
    {
        var configuration = locks.Configuration.Current;
        if (call.ConfigurationId is { } id && configuration?.Id != id)
        {
            return ConfigurationErrors.IdInvalid;
        }

        if (configuration is null)
        {
            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginArray(200, ConfigurationErrors.Wrapper);
        _writer.Write(json, configuration, call.Route.Version);
        json.EndArray();
        return null;
    }

    private ApiError? Create(ApiCall call, CrmModule module)
    {
        if (module.Locks.Configuration.Current is not null)
        {
            return ConfigurationErrors.AlreadyCreated;
        }

        return ConfigurationBody.Read(call.Request.Body, item =>
        {
            var configuration = module.Locks.Configuration.Create(LockingConfiguration.Manual, call.User);
            module.Locks.Configure(_reader.Read(item, module, configuration, isUpdate: false));
            WriteSuccess(call, 201, [configuration.Id], "record locking configuration created successfully");
        });
    }

    private ApiError? Update(ApiCall call, CrmModule module)
    {
        var state = module.Locks.Configuration;
        if (state.Current is not { } configuration || (call.ConfigurationId is { } id && id != configuration.Id))
        {
            return ConfigurationErrors.IdInvalid;
        }

        if (configuration.IsSystemDefined)
        {
            return ConfigurationErrors.SystemDefined(RefusalStatus, "updated");
        }

        return ConfigurationBody.Read(call.Request.Body, item =>
        {
            RequireId(item, configuration);
            module.Locks.Configure(_reader.Read(item, module, state.WithModified(configuration, call.User), isUpdate: true));
            WriteSuccess(call, 200, [configuration.Id], "record locking configuration updated successfully");
        });
    }

    private void RequireId(JsonElement item, RecordLockingConfiguration configuration)
    {
        const string Path = $"{ConfigurationErrors.Root}.id";
        switch (item.GetId(ConfigurationErrors.Root))
        {
            case null when _settings.Contradictions.ConfigurationIdRequiredInBody:
                throw new ApiErrorException(ConfigurationErrors.Missing("id", Path));
            case { } id when id != configuration.Id:
                throw new ApiErrorException(ConfigurationErrors.IdInvalidAt(Path));
        }
    }

    private ApiError? Delete(ApiCall call, ModuleLocks locks)
    {
        string[] ids;
        if (call.ConfigurationId is { } id)
        {
            ids = [id];
        }
        else if (call.Request.Query("ids") is { Length: > 0 } several)
        {
            ids = [.. several.Split(',', StringSplitOptions.TrimEntries).Distinct()];
        }
        else
        {
            return ApiErrors.ParameterMissing("ids", _settings.Contradictions.MissingParameterKey);
        }

        if (locks.Configuration.Current is not { } configuration || Array.Exists(ids, id => id != configuration.Id))
        {
            return call.ConfigurationId is null ? ConfigurationErrors.IdsInvalid : ConfigurationErrors.IdInvalid;
        }

        if (configuration.IsSystemDefined)
        {
            return ConfigurationErrors.SystemDefined(RefusalStatus, "deleted");
        }

        locks.Configure(LockingConfiguration.Missing);
        WriteSuccess(call, 200, ids, "record locking configuration deleted");
        return null;
    }

    private static void WriteSuccess(ApiCall call, int status, string[] ids, string message)
    {
        var json = call.Response.BeginArray(status, ConfigurationErrors.Wrapper);
        foreach (var id in ids)
        {
            json.BeginSuccess();
            json.WriteString("id"u8, id);
            json.EndSuccess(message);
        }

        json.EndArray();
    }
}
