using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Limits;

/// <summary>Counts the concurrent API requests, and rejects those above the limit (protocol 6.2).</summary>
internal sealed class ConcurrencyGate
{
    private readonly Lease _admitted;
    private readonly Lease _rejected;
    private int _admittedCount;
    private int _presentCount;

    public ConcurrencyGate()
    {
        _admitted = new(this, true);
        _rejected = new(this, false);
    }

    /// <summary>Admits a request, or rejects it above the limit. The lease is released when its response is sent.</summary>
    public bool TryEnter(int? limit, out IRequestLease lease, out int present)
    {
        present = Interlocked.Increment(ref _presentCount);
        if (Interlocked.Increment(ref _admittedCount) <= (limit ?? int.MaxValue))
        {
            lease = _admitted;
            return true;
        }

        Interlocked.Decrement(ref _admittedCount);
        lease = _rejected;
        return false;
    }

    private void Leave(bool wasAdmitted)
    {
        Interlocked.Decrement(ref _presentCount);
        if (wasAdmitted)
        {
            Interlocked.Decrement(ref _admittedCount);
        }
    }

    private sealed class Lease(ConcurrencyGate gate, bool isAdmitted) : IRequestLease
    {
        public void Release() => gate.Leave(isAdmitted);
    }
}

/// <summary>Two leases that are released together.</summary>
internal sealed class LeasePair(IRequestLease first, IRequestLease second) : IRequestLease
{
    public void Release()
    {
        second.Release();
        first.Release();
    }
}
