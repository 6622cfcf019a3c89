namespace ZohoLock.Diagnostics;

/// <summary>What an operation does, and to what.</summary>
/// <param name="Operation">The operation: one of the constants here, or <c>get_fields</c> and the like for metadata.</param>
/// <param name="Module">The API name of the module; null for none.</param>
/// <param name="RecordId">The record's id; null for none.</param>
internal readonly record struct CallSubject(string? Operation, string? Module = null, string? RecordId = null)
{
    public const string Lock = "lock";
    public const string Unlock = "unlock";
    public const string UpdateReason = "update_reason";
    public const string GetLocks = "get_locks";
    public const string Query = "query";
    public const string ListRecords = "list_records";
    public const string GetOrganization = "get_organization";
    public const string GetConfiguration = "get_configuration";
    public const string CreateConfiguration = "create_configuration";
    public const string UpdateConfiguration = "update_configuration";
    public const string DeleteConfiguration = "delete_configuration";
    public const string RequestToken = "request_token";

    /// <summary>The words: <c>Deals 5843104000000425565 (lock)</c>; <c>Query</c> for what is about no module.</summary>
    public override string ToString()
    {
        var words = (Operation ?? "call").Replace('_', ' ');
        return Module is null ? char.ToUpperInvariant(words[0]) + words[1..]
            : RecordId is null ? $"{Module} ({words})"
            : $"{Module} {RecordId} ({words})";
    }
}
