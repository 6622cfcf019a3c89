namespace ZohoLock;

/// <summary>
/// Placeholders for operations in the advice of an error. They are replaced by the library's own names, or by those of the application that
/// shows the advice (<see cref="ZohoError.GetAdvice"/>).
/// </summary>
public static class OperationName
{
    /// <summary>Opening a connection.</summary>
    public const string Connect = "{Connect}";

    /// <summary>Finding records.</summary>
    public const string Find = "{Find}";

    /// <summary>Reading the locks of a record.</summary>
    public const string GetLock = "{GetLock}";

    /// <summary>Locking a record.</summary>
    public const string Lock = "{Lock}";

    /// <summary>Changing the reason of a lock.</summary>
    public const string UpdateReason = "{UpdateReason}";

    /// <summary>Reading a locking configuration.</summary>
    public const string GetConfiguration = "{GetConfiguration}";

    /// <summary>Creating a locking configuration.</summary>
    public const string CreateConfiguration = "{CreateConfiguration}";

    /// <summary>Changing a locking configuration.</summary>
    public const string UpdateConfiguration = "{UpdateConfiguration}";

    /// <summary>Writing a locking configuration to a file.</summary>
    public const string ExportConfiguration = "{ExportConfiguration}";

    /// <summary>Applying a file's locking configuration.</summary>
    public const string ImportConfiguration = "{ImportConfiguration}";

    private static readonly Dictionary<string, string> LibraryNames = new()
    {
        [Connect] = "Connection.OpenAsync",
        [Find] = "RecordFinder.FindAsync",
        [GetLock] = "RecordLockClient.ListAsync",
        [Lock] = "RecordLockClient.LockAsync",
        [UpdateReason] = "RecordLockClient.UpdateReasonAsync",
        [GetConfiguration] = "LockConfigurationClient.GetAsync",
        [CreateConfiguration] = "LockConfigurationClient.CreateAsync",
        [UpdateConfiguration] = "LockConfigurationClient.UpdateAsync",
        [ExportConfiguration] = "PortableConfiguration.Write",
        [ImportConfiguration] = "PortableConfiguration.Read",
    };

    /// <summary>All operations.</summary>
    public static IReadOnlyCollection<string> All => LibraryNames.Keys;

    /// <summary>Replaces the placeholders in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">The name of each operation; null for the library's own names.</param>
    internal static string Replace(string text, IReadOnlyDictionary<string, string>? names = null) => text.Contains('{', StringComparison.Ordinal)
        ? (names ?? LibraryNames).Aggregate(text, (rest, pair) => rest.Replace(pair.Key, pair.Value, StringComparison.Ordinal))
        : text;
}
