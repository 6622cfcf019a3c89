namespace ZohoLock;

/// <summary>What to do about a record that isn't locked.</summary>
public enum IfUnlocked
{
    /// <summary>Report it as an error.</summary>
    Error,

    /// <summary>Report that there was nothing to unlock.</summary>
    Skip,
}
