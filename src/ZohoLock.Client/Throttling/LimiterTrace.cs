using ZohoLock.Diagnostics;

namespace ZohoLock.Throttling;

/// <summary>Tells commands of the pauses of a <see cref="CallLimiter"/>, which guards this state, and of the changes of its limit.</summary>
/// <param name="trace">Tells commands; null for nobody.</param>
internal sealed class LimiterTrace(ConnectionTrace? trace)
{
    private OperationTrace? _pausedBy;

    /// <summary>Tells that a pause for all calls begins.</summary>
    /// <param name="pause">How long.</param>
    /// <param name="isRequested">Whether the server asked for it.</param>
    public void BeginPause(TimeSpan pause, bool isRequested)
    {
        _pausedBy = TraceContext.Current;
        if (isRequested)
        {
            trace?.Step(TraceKind.Pause, $"Zoho asks for a pause of {DurationText.From(pause)} (Retry-After): no call of the connection is sent until it is over.");
        }
        else
        {
            trace?.Step(TraceKind.Pause, $"The only call in flight was turned away (429): no call of the connection is sent for {DurationText.From(pause)}.");
        }
    }

    /// <summary>Tells the command that was told of its beginning that the pause is over.</summary>
    public void EndPause()
    {
        trace?.Step(_pausedBy, TraceKind.Pause, $"The pause is over: calls are sent again.");
        _pausedBy = null;
    }

    /// <summary>Tells that the limit has changed.</summary>
    /// <param name="before">The value before.</param>
    /// <param name="limit">The limit.</param>
    public void ChangeLimit(int before, ConcurrencyLimit limit) =>
        trace?.Step(TraceKind.Limit, $"Calls at once: {limit.Value} instead of {before}, {Describe(limit.LastChange)}.");

    private static string Describe(LimitChange change) => change switch
    {
        LimitChange.Raised => "because those were all accepted",
        LimitChange.Probed => "to try whether there is room for one more",
        LimitChange.SteppedBack => "because Zoho turned away a call when more were tried (429)",
        LimitChange.GaveWay => "because Zoho turned away a call (429) although as many were accepted before: others use the organisation's quota",
        _ => "because a call that was sent before is turned away (429) as well",
    };
}
