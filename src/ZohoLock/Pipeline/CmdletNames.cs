namespace ZohoLock.Pipeline;

/// <summary>Names the cmdlets in the advice of the library's errors.</summary>
internal static class CmdletNames
{
    private static readonly Dictionary<string, string> Names = new()
    {
        [OperationName.Connect] = "Connect-ZohoCrm",
        [OperationName.Find] = "Find-ZohoRecord",
        [OperationName.GetLock] = "Get-ZohoRecordLock",
        [OperationName.Lock] = "Lock-ZohoRecord",
        [OperationName.UpdateReason] = "Set-ZohoRecordLock",
        [OperationName.GetConfiguration] = "Get-ZohoRecordLockConfiguration",
        [OperationName.CreateConfiguration] = "New-ZohoRecordLockConfiguration",
        [OperationName.UpdateConfiguration] = "Set-ZohoRecordLockConfiguration",
        [OperationName.ExportConfiguration] = "Export-ZohoRecordLockConfiguration",
        [OperationName.ImportConfiguration] = "Import-ZohoRecordLockConfiguration",
    };

    /// <summary>The advice of an error, with the cmdlets to use.</summary>
    public static string GetCmdletAdvice(this ZohoError error) => error.GetAdvice(Names);

    /// <summary>The advice of a check, with the cmdlets to use; null if there is nothing to do.</summary>
    public static string? GetCmdletAdvice(this LockingCheck check) => check.GetAdvice(Names);
}
