using System.Collections;

namespace ZohoCrm.Emulator;

/// <summary>The faults in force; the first that strikes a request is the one that it meets.</summary>
public sealed class FaultCollection : IReadOnlyCollection<Fault>
{
    private readonly object _lock = new();
    private volatile Fault[] _faults = [];

    internal FaultCollection()
    {
    }

    /// <summary>How many faults are in force.</summary>
    public int Count => _faults.Length;

    /// <summary>Puts a fault in force, behind those that are already.</summary>
    /// <param name="fault">The fault.</param>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_lock)
        {
            _faults = [.. _faults, fault];
        }
    }

    /// <summary>Takes a fault out of force.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>False where it was not, or no longer, in force.</returns>
    public bool Remove(Fault fault)
    {
        lock (_lock)
        {
            var before = _faults.Length;
            _faults = Array.FindAll(_faults, other => other != fault);
            return _faults.Length < before;
        }
    }

    /// <summary>Takes all faults out of force.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _faults = [];
        }
    }

    /// <summary>The faults in force now, in their order.</summary>
    /// <returns>An enumerator over a snapshot.</returns>
    public IEnumerator<Fault> GetEnumerator() => ((IEnumerable<Fault>)_faults).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The fault that the next request of an operation meets, if any.</summary>
    internal Fault? Draw(Operation operation)
    {
        if (_faults.Length == 0)
        {
            return null;
        }

        lock (_lock)
        {
            var fault = Array.Find(_faults, fault => fault.Strikes(operation));
            if (fault is { IsUsedUp: true })
            {
                _faults = Array.FindAll(_faults, other => other != fault);
            }

            return fault;
        }
    }
}
