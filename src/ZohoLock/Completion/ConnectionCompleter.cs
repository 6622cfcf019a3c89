using ZohoLock.Pipeline;

namespace ZohoLock.Completion;

/// <summary>Offers the names of the session's connections.</summary>
public sealed class ConnectionCompleter() : WordCompleter(() => SessionConnections.All.Select(connection => connection.Name));
