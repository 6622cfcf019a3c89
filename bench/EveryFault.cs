using ZohoCrm.Emulator.Faults;
using ZohoCrm.Emulator.Observation;

namespace Bench;

/// <summary>Every fault of the list, all at once, each with the same chance to strike a call.</summary>
internal static class EveryFault
{
    private const string TokenThrottled =
        """{"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}""";

    private static readonly Operation[] Locking =
        [Operation.LockRecord, Operation.UnlockRecord, Operation.UpdateLock, Operation.ListLocks, Operation.GetLock];

    private static readonly Operation[] Token = [Operation.Token];

    public static IEnumerable<Fault> At(double rate, int seed)
    {
        (FaultKind Kind, int? Status, FaultTiming? Timing)[] kinds =
        [
            (FaultKind.NoAnswer, null, FaultTiming.BeforeChange),
            (FaultKind.NoAnswer, null, FaultTiming.AfterChange),
            (FaultKind.ConnectionReset, null, FaultTiming.BeforeChange),
            (FaultKind.ConnectionReset, null, FaultTiming.AfterChange),
            (FaultKind.StatusAnswer, 500, null),
            (FaultKind.StatusAnswer, 502, null),
            (FaultKind.StatusAnswer, 503, null),
            (FaultKind.StatusAnswer, 504, null),
            (FaultKind.TruncatedBody, null, FaultTiming.AfterChange),
            (FaultKind.SlowBody, null, FaultTiming.AfterChange),
            (FaultKind.HtmlBody, null, null),
            (FaultKind.EmptyBody, null, null),
            (FaultKind.StatusAnswer, 429, FaultTiming.BeforeChange),
            (FaultKind.StatusAnswer, 401, FaultTiming.BeforeChange),
        ];
        foreach (var (kind, status, timing) in kinds)
        {
            // Where the list leaves open whether the change was made, half of the calls are struck before it and half after.
            FaultTiming[] timings = timing is { } one ? [one] : [FaultTiming.BeforeChange, FaultTiming.AfterChange];
            foreach (var when in timings)
            {
                yield return new()
                {
                    Kind = kind,
                    StatusCode = status,
                    Timing = when,
                    Operations = Locking,
                    Probability = rate / timings.Length,
                    Seed = seed++,
                    Duration = TimeSpan.FromMilliseconds(200),
                };
            }
        }

        yield return new() { Kind = FaultKind.StatusAnswer, StatusCode = 400, Body = TokenThrottled, Operations = Token, Probability = rate, Seed = seed++ };
        yield return new() { Kind = FaultKind.StatusAnswer, StatusCode = 503, Operations = Token, Probability = rate, Seed = seed++ };
        yield return new() { Kind = FaultKind.ConnectionReset, Operations = Token, Probability = rate, Seed = seed };
    }
}
