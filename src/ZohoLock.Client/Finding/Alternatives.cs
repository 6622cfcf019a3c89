using System.Runtime.CompilerServices;
using ZohoLock.Diagnostics;

namespace ZohoLock.Finding;

/// <summary>Several ways to the same records, of which an organisation may refuse some: a scope is missing, or a field can't be filtered by.</summary>
internal static class Alternatives
{
    /// <summary>The pages of the first way that Zoho doesn't refuse.</summary>
    /// <param name="module">The API name of the module.</param>
    /// <param name="ways">The ways, the best one first.</param>
    /// <param name="isRefusal">Whether an error means that another way may be tried.</param>
    /// <param name="trace">Tells which way is taken, and why no better one.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ZohoException">The last way is refused too, or there was no readable response.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<Record>> FirstAllowedAsync(
        string module,
        IReadOnlyList<Alternative> ways,
        Func<ZohoError, bool> isRefusal,
        ConnectionTrace trace,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var way in ways)
        {
            var pages = way.Pages.GetAsyncEnumerator(cancellationToken);
            await using var end = pages.ConfigureAwait(false);
            bool hasPage;
            try
            {
                hasPage = await pages.MoveNextAsync().ConfigureAwait(false);
            }
            catch (ZohoException refusal) when (way != ways[^1] && isRefusal(refusal.Error))
            {
                trace.Step(TraceKind.Listing, $"{module}: {way.Name} can't be used: {refusal.Error.Message}");
                continue;
            }

            trace.Step(TraceKind.Listing, $"{module}: {way.Name} is used.");
            for (; hasPage; hasPage = await pages.MoveNextAsync().ConfigureAwait(false))
            {
                yield return pages.Current;
            }

            yield break;
        }
    }

    /// <summary>The pages with other records in place of theirs.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<Record>> Select(
        this IAsyncEnumerable<IReadOnlyList<Record>> pages,
        Func<IReadOnlyList<Record>, IEnumerable<Record>> change,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return [.. change(page)];
        }
    }

    /// <summary>Whether an error means that Zoho won't do it at all.</summary>
    public static bool IsRefusal(ZohoError error) =>
        error.Code == "OAUTH_SCOPE_MISMATCH"
        || error is
        {
            Outcome: CallOutcome.Refused,
            EndsRun: false,
            Kind: ZohoErrorKind.InvalidArgument or ZohoErrorKind.ObjectNotFound or ZohoErrorKind.PermissionDenied,
        };
}

/// <summary>A way to records.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pages">The records.</param>
internal sealed record Alternative(string Name, IAsyncEnumerable<IReadOnlyList<Record>> Pages);
