using ZohoLock.Api;
using ZohoLock.Bulk;

namespace ZohoLock.Syncing;

/// <summary>How a plan is made.</summary>
public sealed record LockPlanOptions
{
    /// <summary>Whether the reasons of locks that are there are left as they are, and not even read.</summary>
    public bool KeepReason { get; init; }

    /// <summary>Whether the manual locks of records without a wish are removed.</summary>
    public bool UnlockOthers { get; init; }

    /// <summary>The maximum number of concurrent calls; null for the connection's limit.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Whether it continues if the module is refused or the first 50 records are all refused alike.</summary>
    public bool ContinueOnRefusal { get; init; }

    /// <summary>Creates a run for the records of a plan.</summary>
    internal RecordRun CreateRun(ApiClient api, CancellationToken cancellationToken) =>
        new(api, new RecordRunOptions { ThrottleLimit = ThrottleLimit, ContinueOnRefusal = ContinueOnRefusal }, cancellationToken);
}
