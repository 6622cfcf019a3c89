using ZohoLock.Locking;

namespace ZohoLock.Completion;

/// <summary>Offers the fields of record locking information, by Zoho's names.</summary>
public sealed class LockFieldCompleter() : WordCompleter(() => LockField.All);
