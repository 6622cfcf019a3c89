using ZohoLock.Configuration;

namespace ZohoLock.Completion;

/// <summary>Offers what a lock can forbid to send, by Zoho's words.</summary>
public sealed class CommunicationCompleter() : WordCompleter(() => ConfigurationValues.Communications);
