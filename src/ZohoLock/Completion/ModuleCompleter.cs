using ZohoLock.Input;

namespace ZohoLock.Completion;

/// <summary>Completes the standard modules whose records can be locked.</summary>
public sealed class ModuleCompleter() : WordCompleter(() => ModuleName.Lockable);
