namespace ZohoLock.Client.Tests.Finding;

/// <summary>Reads pages of records to their end.</summary>
internal static class Pages
{
    public static async Task<IReadOnlyList<Record>> ReadAsync(IAsyncEnumerable<IReadOnlyList<Record>> pages)
    {
        List<Record> records = [];
        await foreach (var page in pages)
        {
            records.AddRange(page);
        }

        return records;
    }
}
