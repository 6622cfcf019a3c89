using ZohoLock.Locking;

namespace ZohoLock.Completion;

/// <summary>Completes the fields of record locking information.</summary>
public sealed class LockFieldCompleter() : WordCompleter(() => LockField.All);
