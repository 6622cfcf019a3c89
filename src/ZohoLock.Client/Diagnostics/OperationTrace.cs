namespace ZohoLock.Diagnostics;

/// <summary>An operation of a command that is traced: what it is about, and which attempt is made.</summary>
internal sealed class OperationTrace(CommandTrace command, CallSubject subject)
{
    public CommandTrace Command => command;

    public CallSubject Subject => subject;

    /// <summary>The number of the attempt, from 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>Whether a look comes before the next attempt.</summary>
    public bool IsLookNext { get; set; }
}
