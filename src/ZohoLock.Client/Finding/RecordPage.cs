using System.Runtime.CompilerServices;

namespace ZohoLock.Finding;

/// <summary>A page of records.</summary>
/// <param name="Records">The records.</param>
/// <param name="HasMore">Whether another page follows.</param>
internal sealed record RecordPage(IReadOnlyList<Record> Records, bool HasMore)
{
    /// <summary>The token of the next page; null for a query, whose pages begin after an id.</summary>
    public string? NextToken { get; init; }

    /// <summary>The page's number, from 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>How many records there are until the end of this page.</summary>
    public long Total { get; init; } = Records.Count;

    /// <summary>Reads page after page; the next one is read while one is used, so that two are held at most.</summary>
    /// <param name="read">Reads the page after another; after null, the first one.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async IAsyncEnumerable<IReadOnlyList<Record>> ReadAllAsync(
        Func<RecordPage?, CancellationToken, Task<RecordPage>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<RecordPage>? next = read(null, end.Token);
        try
        {
            while (next is not null)
            {
                var page = await next.ConfigureAwait(false);
                next = page.HasMore ? read(page, end.Token) : null;
                yield return page.Records;
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await (next ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
