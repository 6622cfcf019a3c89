using ZohoLock.Sessions;

namespace ZohoLock.Completion;

/// <summary>Completes the names of the session's connections.</summary>
public sealed class ConnectionCompleter() : WordCompleter(() => SessionConnections.All.Select(connection => connection.Name));
