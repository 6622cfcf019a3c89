using System.Collections;
using ZohoCrm.Emulator.Observation;

namespace ZohoCrm.Emulator.Faults;

/// <summary>The active faults. The first one that applies to a request affects it.</summary>
public sealed class FaultCollection : IReadOnlyCollection<Fault>
{
    private readonly object _lock = new();
    private volatile Fault[] _faults = [];

    internal FaultCollection()
    {
    }

    /// <summary>The number of active faults.</summary>
    public int Count => _faults.Length;

    /// <summary>Adds a fault at the end.</summary>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_lock)
        {
            _faults = [.. _faults, fault];
        }
    }

    /// <summary>Removes a fault; returns false if it was not active.</summary>
    public bool Remove(Fault fault)
    {
        lock (_lock)
        {
            var before = _faults.Length;
            _faults = Array.FindAll(_faults, other => other != fault);
            return _faults.Length < before;
        }
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _faults = [];
        }
    }

    /// <summary>Enumerates a snapshot of the active faults in their order.</summary>
    public IEnumerator<Fault> GetEnumerator() => ((IEnumerable<Fault>)_faults).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Finds the fault that affects the next request of an operation; null if none does.</summary>
    internal Fault? FindFor(Operation operation)
    {
        if (_faults.Length == 0)
        {
            return null;
        }

        lock (_lock)
        {
            var fault = Array.Find(_faults, fault => fault.TryStrike(operation));
            if (fault is { IsUsedUp: true })
            {
                _faults = Array.FindAll(_faults, other => other != fault);
            }

            return fault;
        }
    }
}
