using ZohoLock.Input;
using ZohoLock.Locking;

namespace ZohoLock.Syncing;

/// <summary>What is wanted of the records of a module, complete before any call is made. Not thread-safe.</summary>
/// <param name="module">The API name of the module.</param>
public sealed class LockWishList(string module)
{
    private readonly List<LockWish> _wishes = [];
    private readonly Dictionary<string, LockWish> _byId = [];
    private readonly TruncatedIdFilter<LockWish> _truncatedIds = new();

    /// <summary>The API name of the module.</summary>
    public string Module { get; } = ModuleName.Require(module);

    /// <summary>The wishes, each record once, in the order of the input. Invalid inputs are among them.</summary>
    public IReadOnlyList<LockWish> Wishes => _wishes;

    /// <summary>Whether any input is invalid.</summary>
    public bool HasRefusals => _wishes.Exists(wish => wish.Input.Refusal is not null);

    /// <summary>Adds a wish; one for a record that is in the list already is left out if it wants the same.</summary>
    /// <exception cref="ZohoException">It wants something else, or the ids have been cut by a spreadsheet. It ends the run.</exception>
    public void Add(LockWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        foreach (var released in _truncatedIds.IsOpen ? [wish] : _truncatedIds.Admit(wish, wish.Input.RecordId))
        {
            AddChecked(released);
        }
    }

    /// <summary>Ends the input.</summary>
    /// <exception cref="ZohoException">The ids have been cut by a spreadsheet, or two inputs contradict each other. It ends the run.</exception>
    public void Complete()
    {
        foreach (var released in _truncatedIds.Complete())
        {
            AddChecked(released);
        }
    }

    /// <summary>Whether there is a wish for a record.</summary>
    internal bool Contains(string recordId) => _byId.ContainsKey(recordId);

    private void AddChecked(LockWish wish)
    {
        if (wish.Input is { RecordId: { } id, Refusal: null } && !_byId.TryAdd(id, wish))
        {
            var first = _byId[id];
            if (first.IsLocked != wish.IsLocked || (wish.IsLocked && !LockReason.AreSame(first.Input.Reason, wish.Input.Reason)))
            {
                throw SyncingErrors.Contradiction(first, wish);
            }

            return;
        }

        _wishes.Add(wish);
    }
}
