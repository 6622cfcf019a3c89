using System.Diagnostics.CodeAnalysis;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Locking;

/// <summary>The five calls of record locking (protocol 1).</summary>
internal sealed class LockingEndpoint(CrmOrganization organization, EmulatorCounters counters, Authorizer authorizer)
{
    private readonly EmulatorSettings _settings = organization.Settings;
    private readonly LockQueries _queries = new(organization.Settings, organization.Time);
    private readonly LockCommands _commands = new(organization.Settings, counters);

    public ApiError? Answer(ApiCall call)
    {
        if (IsWrongMethod(call))
        {
            return ApiErrors.WrongMethod((int)_settings.Contradictions.WrongMethodStatus);
        }

        if (!authorizer.AllowsLocking(call, GetAccess(call.Route.Operation)))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        if (!TryResolve(call, out var module, out var record, out var error))
        {
            return error;
        }

        return call.Route.Operation switch
        {
            Operation.ListLocks => _queries.List(call, module, record),
            Operation.GetLock => _queries.Get(call, module, record),
            Operation.LockRecord => _commands.Lock(call, module, record),
            Operation.UpdateLock => _commands.Update(call, module, record),
            _ => _commands.Unlock(call, module, record),
        };
    }

    private static ScopeAccess GetAccess(Operation operation) => operation switch
    {
        Operation.LockRecord => ScopeAccess.Create,
        Operation.UpdateLock => ScopeAccess.Update,
        Operation.UnlockRecord => ScopeAccess.Delete,
        _ => ScopeAccess.Read,
    };

    private bool IsWrongMethod(ApiCall call) =>
        call.Route.Operation == Operation.Other
        || (call.Route is { Resource: Resource.Locks, Operation: Operation.UpdateLock or Operation.UnlockRecord }
            && _settings.Unknowns.CollectionWrites == CollectionWriteAnswer.WrongMethod);

    /// <summary>Finds the module and the record of the path, or the error if locking is not possible there.</summary>
    private bool TryResolve(
        ApiCall call,
        [NotNullWhen(true)] out CrmModule? module,
        [NotNullWhen(true)] out CrmRecord? record,
        [NotNullWhen(false)] out ApiError? error)
    {
        record = null;
        if (!organization.TryResolve(call.ModuleName, out module, out error))
        {
            return false;
        }

        if (!_settings.Permissions.EditionSupported)
        {
            error = ApiErrors.EditionNotSupported;
            return false;
        }

        if (call.Route.Operation == Operation.ListLocks
            && _settings.Contradictions.FieldsMandatory
            && call.Request.Query("fields") is null or { Length: 0 })
        {
            error = ApiErrors.ParameterMissing("fields", _settings.Contradictions.MissingParameterKey);
            return false;
        }

        record = module.Find(call.RecordId, _settings.Unknowns.DeletedRecordsLockable);
        if (record is null)
        {
            error = LockErrors.RelatedIdInvalid;
            return false;
        }

        error = CheckConfiguration(call, module);
        return error is null;
    }

    private ApiError? CheckConfiguration(ApiCall call, CrmModule module)
    {
        if (module.LockingConfiguration == LockingConfiguration.None || call.Route.Version < module.LockableFrom)
        {
            return call.Route.Operation == Operation.UnlockRecord && _settings.Contradictions.RelationNotFoundIndexOnDelete
                ? LockErrors.RelationNotFoundAtLock
                : LockErrors.RelationNotFound;
        }

        return module.LockingConfiguration == LockingConfiguration.Missing ? LockErrors.ConfigurationMissing : null;
    }
}
