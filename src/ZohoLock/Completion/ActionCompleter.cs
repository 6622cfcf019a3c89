using ZohoLock.Configuration;

namespace ZohoLock.Completion;

/// <summary>Offers what a lock can forbid to do, by Zoho's words.</summary>
public sealed class ActionCompleter() : WordCompleter(() => ConfigurationValues.Actions);
