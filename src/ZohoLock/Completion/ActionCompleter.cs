using ZohoLock.Configuration;

namespace ZohoLock.Completion;

/// <summary>Completes the actions that a lock can restrict.</summary>
public sealed class ActionCompleter() : WordCompleter(() => ConfigurationValues.Actions);
