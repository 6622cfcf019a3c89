using System.Runtime.CompilerServices;
using ZohoLock.Api;
using ZohoLock.Bulk;
using ZohoLock.Finding;
using ZohoLock.Locking;

namespace ZohoLock.Syncing;

/// <summary>
/// Applies steps of a plan. Each record is looked at first, and one that isn't as it was when the plan was made is left alone: it has an error of
/// its own, code <c>RecordChanged</c>. One that is already as the step makes it needs nothing, so that a plan may be applied again.
/// </summary>
public sealed class LockPlanRun
{
    private readonly ApiClient _api;
    private readonly RecordFinder _finder;
    private readonly LockPlanOptions _options;

    internal LockPlanRun(ApiClient api, RecordFinder finder, LockPlanOptions options) => (_api, _finder, _options) = (api, finder, options);

    /// <summary>Applies steps: returns the step as it was done, or its error, in the order of the steps.</summary>
    /// <exception cref="ZohoException">States can't be read, or the first 50 records were all refused alike.</exception>
    public async IAsyncEnumerable<RecordOutcome> ApplyAsync(IEnumerable<LockPlanStep> steps, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var run = _options.CreateRun(_api, cancellationToken);
        await using var disposal = run.ConfigureAwait(false);
        await foreach (var outcome in run.RunAllAsync(ReadAsync(steps, cancellationToken)).ConfigureAwait(false))
        {
            yield return outcome;
        }
    }

    private async IAsyncEnumerable<RecordInput> ReadAsync(IEnumerable<LockPlanStep> steps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inputs = steps.Select((step, i) => new RecordInput(step, i + 1) { Module = step.Module, RecordId = step.RecordId, GivenId = step.RecordId });
        var states = RecordStates.ReadAsync(
            _finder, inputs, input => input.Target is LockPlanStep { Action: LockPlanAction.Lock } ? input : null, cancellationToken);
        await foreach (var (input, state) in states.ConfigureAwait(false))
        {
            var step = (LockPlanStep)input.Target;
            yield return input with
            {
                Refusal = state?.Failure,
                Work = async (client, wanted, token) => new(wanted)
                {
                    IsDone = true, Output = await ApplyAsync(client, step, state?.Output as Record, token).ConfigureAwait(false),
                },
            };
        }
    }

    private static async Task<LockPlanStep> ApplyAsync(RecordLockClient client, LockPlanStep step, Record? record, CancellationToken cancellationToken)
    {
        if (!step.IsChange)
        {
            return step;
        }

        var (module, id) = (step.Module, step.RecordId);
        if (record is { IsLocked: false })
        {
            return await LockAsync().ConfigureAwait(false);
        }

        var locks = new RecordLocks(await client.ListAsync(module, id, cancellationToken: cancellationToken).ConfigureAwait(false));
        var now = locks.State;
        if (IsAsWanted(step, locks))
        {
            return step with { Action = LockPlanAction.Keep, From = now, To = now, Why = "already so when the plan was applied" };
        }

        if (!IsAsPlanned(step.From, now))
        {
            throw SyncingErrors.RecordChanged(step, now);
        }

        switch (step.Action)
        {
            case LockPlanAction.Lock:
                return await LockAsync().ConfigureAwait(false);
            case LockPlanAction.ChangeReason:
                await client.UpdateReasonAsync(locks.Manual!, step.To.Reason!, cancellationToken).ConfigureAwait(false);
                return step with { IsDone = true };
            default:
                await client.UnlockAsync(module, id, locks.Manual!.LockId, cancellationToken: cancellationToken).ConfigureAwait(false);
                return step with { To = locks.StateWithoutManual, IsDone = true };
        }

        async Task<LockPlanStep> LockAsync()
        {
            var made = await client.LockAsync(module, id, step.To.Reason!, cancellationToken: cancellationToken).ConfigureAwait(false);
            return step with { To = step.To with { LockId = made.LockId }, IsDone = true };
        }
    }

    private static bool IsAsWanted(LockPlanStep step, RecordLocks locks) => step.Action == LockPlanAction.Unlock
        ? locks.Manual is null && locks.State.IsLocked == step.To.IsLocked
        : locks.Manual is { } manual && LockReason.AreSame(manual.Reason, step.To.Reason);

    // The same lock with the same reason; somebody may have unlocked and locked it meanwhile.
    private static bool IsAsPlanned(LockState planned, LockState now) =>
        planned.IsLocked == now.IsLocked && planned.LockId == now.LockId && LockReason.AreSame(planned.Reason, now.Reason);
}
