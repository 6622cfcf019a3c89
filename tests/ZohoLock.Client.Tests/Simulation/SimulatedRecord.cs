namespace ZohoLock.Client.Tests.Simulation;

/// <summary>A lock of a simulated record.</summary>
/// <param name="Id">The lock's id.</param>
/// <param name="Reason">The reason; null for an automatic lock.</param>
/// <param name="User">The id of the user who made it; null for an automatic lock.</param>
/// <param name="Time">When, by the server's clock.</param>
/// <param name="MadeBy">The program that made it; null for anybody else.</param>
internal sealed record SimulatedLock(string Id, string? Reason, string? User, DateTimeOffset Time, string? MadeBy)
{
    public bool IsAutomatic => User is null;
}

/// <summary>Something that happened to a lock.</summary>
internal sealed record LockChange(TimeSpan At, LockChangeKind Kind, SimulatedLock Lock, string? By);

internal enum LockChangeKind
{
    Locked,
    ReasonChanged,
    Unlocked,
}

/// <summary>A record of the simulated server, with its whole history.</summary>
internal sealed class SimulatedRecord(Timeline timeline, string module, string id)
{
    private readonly List<(TimeSpan At, SimulatedLock[] Locks)> _states = [(TimeSpan.Zero, [])];
    private readonly List<LockChange> _changes = [];

    public string Module => module;

    public string Id => id;

    public bool Exists { get; init; } = true;

    public IReadOnlyList<LockChange> Changes => _changes;

    /// <summary>The locks now: the manual one before the automatic one.</summary>
    public IReadOnlyList<SimulatedLock> Locks => _states[^1].Locks;

    public SimulatedLock? Manual => Array.Find(_states[^1].Locks, one => !one.IsAutomatic);

    public void Add(SimulatedLock made, string? by) => Change([.. Locks.Append(made).OrderBy(one => one.IsAutomatic)], LockChangeKind.Locked, made, by);

    public void Remove(SimulatedLock gone, string? by) => Change([.. Locks.Where(one => one.Id != gone.Id)], LockChangeKind.Unlocked, gone, by);

    public void ChangeReason(SimulatedLock before, string reason, string? by)
    {
        var after = before with { Reason = reason };
        Change([.. Locks.Select(one => one.Id == before.Id ? after : one)], LockChangeKind.ReasonChanged, after, by);
    }

    /// <summary>Whether something was true of the record's locks at any moment of a time.</summary>
    public bool WasEver(TimeSpan from, TimeSpan to, Func<IReadOnlyList<SimulatedLock>, bool> condition)
    {
        for (var i = 0; i < _states.Count; i++)
        {
            var end = i + 1 < _states.Count ? _states[i + 1].At : TimeSpan.MaxValue;
            if (_states[i].At <= to && end >= from && condition(_states[i].Locks))
            {
                return true;
            }
        }

        return false;
    }

    private void Change(SimulatedLock[] locks, LockChangeKind kind, SimulatedLock changed, string? by)
    {
        _states.Add((timeline.Now, locks));
        _changes.Add(new(timeline.Now, kind, changed, by));
    }
}
