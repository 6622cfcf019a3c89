using ZohoLock.Input;

namespace ZohoLock.Completion;

/// <summary>Offers the standard modules that can be locked.</summary>
public sealed class ModuleCompleter() : WordCompleter(() => ModuleName.Lockable);
