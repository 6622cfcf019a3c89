using ZohoLock.Configuration;

namespace ZohoLock.Completion;

/// <summary>Completes the communications that a lock can restrict.</summary>
public sealed class CommunicationCompleter() : WordCompleter(() => ConfigurationValues.Communications);
