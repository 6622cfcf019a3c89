namespace ZohoLock.Client.Tests.Faulty;

/// <summary>A clock that is wrong by some time. It runs, because the client expects the server's time to pass as fast as its own.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public TimeSpan Shift
    {
        get => new(Volatile.Read(ref _shift));
        set => Volatile.Write(ref _shift, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
