namespace ZohoLock.Reporting.Statistics;

/// <summary>What a report says of all locks together. The memory is bounded, however many locks are added.</summary>
internal sealed class LockStatistics
{
    /// <summary>How many locks a page lists.</summary>
    public const int MaxListed = 500;

    private readonly ValueCounter _modules = new("Module");
    private readonly ValueCounter _reasons = new("Reason");
    private readonly ValueCounter _people = new("Locked by");
    private readonly AgeCounter _ages = new();
    private readonly MonthCounter _months;
    private readonly OldestLocks _oldest = new(MaxListed);

    /// <summary>Begins to count.</summary>
    /// <param name="now">The time that ages are counted to.</param>
    /// <param name="timeZone">The time zone of months and of the times that are shown.</param>
    public LockStatistics(DateTimeOffset now, TimeZoneInfo timeZone)
    {
        TimeZone = timeZone;
        Now = ToLocal(now);
        _months = new(Now);
    }

    /// <summary>The time of the report, in its time zone.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The time zone of the report.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>The number of locks.</summary>
    public long Total { get; private set; }

    /// <summary>The number of locks that were made by hand, those included that a rule has made too.</summary>
    public long ByHand { get; private set; }

    /// <summary>The number of locks that were made by a rule, those included that were made by hand too.</summary>
    public long ByRule { get; private set; }

    /// <summary>The number of locks that were made both by hand and by a rule.</summary>
    public long ByBoth { get; private set; }

    /// <summary>The number of modules.</summary>
    public int ModuleCount => _modules.ValueCount;

    /// <summary>The number of inputs that couldn't be read.</summary>
    public long Unreadable { get; set; }

    /// <summary>Counts a lock.</summary>
    public void Add(ReportedLock added)
    {
        Total++;
        ByHand += added.Source is LockSource.Manual or LockSource.Both ? 1 : 0;
        ByRule += added.IsByRule ? 1 : 0;
        ByBoth += added.Source is LockSource.Both ? 1 : 0;
        _modules.Add(added.Module);
        _reasons.Add(DescribeReason(added));
        _people.Add(string.IsNullOrWhiteSpace(added.LockedBy) ? added.IsByRule ? "A rule" : "Not known" : added.LockedBy, added.LockedById);
        _ages.Add(added.LockedTime is { } time ? Now - time : null);
        _months.Add(added.LockedTime is { } locked ? ToLocal(locked) : null);
        _oldest.Add(added);
    }

    /// <summary>The oldest locks, at most <see cref="MaxListed"/>.</summary>
    public IReadOnlyList<ReportedLock> GetOldest() => _oldest.GetAll();

    /// <summary>The locks by age.</summary>
    public Breakdown GetAges() => _ages.GetBreakdown();

    /// <summary>The locks by month.</summary>
    public Breakdown GetMonths() => _months.GetBreakdown();

    /// <summary>The locks by person.</summary>
    public Breakdown GetPeople() => _people.GetBreakdown();

    /// <summary>The locks by reason.</summary>
    public Breakdown GetReasons() => _reasons.GetBreakdown();

    /// <summary>The locks by module.</summary>
    public Breakdown GetModules() => _modules.GetBreakdown();

    /// <summary>A time in the report's time zone.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, TimeZone);

    /// <summary>Why a record is locked: the reason, or the rule.</summary>
    public static string DescribeReason(ReportedLock described) => described switch
    {
        { Reason: { } reason } when !string.IsNullOrWhiteSpace(reason) => reason,
        { RuleName: { } rule } when !string.IsNullOrWhiteSpace(rule) => $"Rule: {rule}",
        { IsByRule: true } => "A rule",
        _ => "Not known",
    };
}
