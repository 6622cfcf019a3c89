namespace ZohoLock.Client.Tests.Architecture;

/// <summary>The repository that the tests run in.</summary>
internal static class Repository
{
    /// <summary>Gets the folder of the solution.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ZohoLock.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests don't run within the repository.");
        }

        return folder;
    }
}
