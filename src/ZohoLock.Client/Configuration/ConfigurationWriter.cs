using ZohoLock.Api;
using ZohoLock.Configuration.Wire;
using ZohoLock.Diagnostics;
using ZohoLock.Retrying;

namespace ZohoLock.Configuration;

/// <summary>
/// Makes changes that have been checked, safe against lost responses: before a change whose response was lost is repeated, the current configuration
/// shows whether it was carried out.
/// </summary>
internal sealed class ConfigurationWriter(ApiClient api, ConfigurationApi calls, ConfigurationReader reader)
{
    /// <summary>Creates a configuration.</summary>
    /// <returns>The configuration with its id; the response contains nothing else.</returns>
    /// <exception cref="ZohoException">The module has one already, or the call failed.</exception>
    public Task<LockConfiguration> CreateAsync(LockConfiguration wanted, CancellationToken cancellationToken)
    {
        var row = ConfigurationRow.From(wanted);
        var state = new ApiRetryState(api);
        return ChangeAsync(new(CallSubject.CreateConfiguration, wanted.Module), AttemptAsync, VerifyAsync, state, cancellationToken);

        async Task<LockConfiguration> AttemptAsync(bool isRepeat) =>
            WithDefaults(wanted, await calls.CreateAsync(wanted.Module, row, isRepeat, cancellationToken).ConfigureAwait(false));

        async Task<Verdict<LockConfiguration>> VerifyAsync(ZohoException? refusal) =>
            await reader.GetNamedAsync(wanted.Module, cancellationToken).ConfigureAwait(false) switch
            {
                null => Verdict<LockConfiguration>.NotDone with { Finding = "the module has no configuration" },
                var found when IsOurs(found) => Verdict<LockConfiguration>.Done(found) with { Finding = "the configuration is there, and ours" },
                _ => Verdict<LockConfiguration>.Refused(refusal ?? ConfigurationErrors.AlreadyThere(wanted.Module)) with
                {
                    Finding = "the configuration that is there isn't ours",
                },
            };

        bool IsOurs(LockConfiguration found) =>
            wanted.GetChangesFrom(found) is []
            && state.MayBeUser(found.CreatedBy?.Id)
            && (found.CreatedTime is not { } at || state.IsSinceBegun(at));
    }

    /// <summary>Replaces a configuration by one that differs.</summary>
    /// <returns>The new configuration; its new rules have no id, because the response doesn't contain it.</returns>
    /// <exception cref="ZohoException">The module has none any more, or one with another id, or the call failed.</exception>
    public Task<LockConfiguration> ReplaceAsync(LockConfiguration current, LockConfiguration wanted, CancellationToken cancellationToken)
    {
        return ChangeAsync(new(CallSubject.UpdateConfiguration, wanted.Module), AttemptAsync, VerifyAsync, new ApiRetryState(api), cancellationToken);

        async Task<LockConfiguration> AttemptAsync(bool isRepeat)
        {
            await calls.UpdateAsync(wanted.Module, current.Id!, ConfigurationUpdate.Create(current, wanted), isRepeat, cancellationToken).ConfigureAwait(false);
            return WithDefaults(wanted, current.Id);
        }

        async Task<Verdict<LockConfiguration>> VerifyAsync(ZohoException? refusal)
        {
            var found = await reader.GetNamedAsync(wanted.Module, cancellationToken).ConfigureAwait(false) ?? throw ConfigurationErrors.None(wanted.Module);
            current = found.Id == current.Id ? found : throw ConfigurationErrors.OtherId(wanted.Module, current.Id!);
            return wanted.GetChangesFrom(current) is []
                ? Verdict<LockConfiguration>.Done(current) with { Finding = "the configuration is as wanted" }
                : Verdict<LockConfiguration>.NotDone with { Finding = "the configuration isn't as wanted" };
        }
    }

    /// <summary>Deletes a configuration.</summary>
    /// <exception cref="ZohoException">It was created by Zoho, or the call failed.</exception>
    public Task DeleteAsync(string module, string id, CancellationToken cancellationToken)
    {
        return ChangeAsync(new(CallSubject.DeleteConfiguration, module), AttemptAsync, VerifyAsync, new ApiRetryState(api), cancellationToken);

        async Task<bool> AttemptAsync(bool isRepeat)
        {
            await calls.DeleteAsync(module, id, isRepeat, cancellationToken).ConfigureAwait(false);
            return true;
        }

        async Task<Verdict<bool>> VerifyAsync(ZohoException? refusal) =>
            (await reader.GetAsync(module, cancellationToken).ConfigureAwait(false))?.Id == id
                ? Verdict<bool>.NotDone with { Finding = "the configuration is still there" }
                : Verdict<bool>.Done(true) with { Finding = "the configuration is gone" };
    }

    private static Task<T> ChangeAsync<T>(
        CallSubject subject, Func<bool, Task<T>> attempt, Func<ZohoException?, Task<Verdict<T>>> verify, ApiRetryState state, CancellationToken cancellationToken) =>
        RetryEngine.RunAsync(
            new Operation<T>(attempt)
            {
                Subject = subject,
                Verify = verify,
                IsVerifiedAfter = error => state.HasLostResponse && ConcernsConfiguration(error),
                OutcomeUnknown = ConfigurationErrors.OutcomeUnknown,
            },
            state,
            cancellationToken);

    // The response contains only the id, so Zoho's defaults are added here (protocol section 2.2).
    private static LockConfiguration WithDefaults(LockConfiguration wanted, string? id) => wanted with
    {
        Id = id,
        LockedFor = wanted.LockedFor ?? (wanted.Unknown.Has("locked_for") ? null : LockedFor.AllProfiles),
        RestrictedActions = wanted.RestrictedActions.Contains(ConfigurationValues.AlwaysRestricted)
            ? wanted.RestrictedActions
            : [ConfigurationValues.AlwaysRestricted, .. wanted.RestrictedActions],
        ModifiedTime = null,
        ModifiedBy = null,
    };

    // A refusal that concerns the whole connection says nothing about the configuration.
    private static bool ConcernsConfiguration(ZohoError error) => error is { Outcome: CallOutcome.Refused, EndsRun: false, StatusCode: not null };
}
