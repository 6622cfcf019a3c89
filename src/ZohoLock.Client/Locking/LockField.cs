namespace ZohoLock.Locking;

/// <summary>The wire's names for what a lock tells (protocol section 1.4).</summary>
public static class LockField
{
    /// <summary>All that Zoho documents and answers, for the <c>fields</c> parameter.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "Locked_For__s", "Locked_Reason__s", "Lock_Source__s", "Locked_Time__s", "Locked_By__s",
        "Record_Locking_Rule_Id__s", "Record_Locking_Configuration_Id__s",
    ];
}
