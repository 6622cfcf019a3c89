using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ZohoLock.Http;

/// <summary>An answer that has arrived whole: its status and its body.</summary>
internal readonly record struct ApiAnswer(int Status, byte[] Body, TimeSpan? RetryAfter)
{
    private bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as <typeparamref name="T"/>; null for 204, "no content".</summary>
    /// <exception cref="ZohoException">The answer reports an error, or can't be read.</exception>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (Status == 204)
        {
            return null;
        }

        try
        {
            if (ErrorAnswer.Read(Status, Body) is { } error)
            {
                throw new ZohoException(error);
            }

            if (IsSuccess && JsonSerializer.Deserialize(Body, type) is { } value)
            {
                return value;
            }
        }
        catch (JsonException broken) when (IsSuccess)
        {
            throw Unreadable(broken);
        }
        catch (JsonException page)
        {
            throw new ZohoException(ErrorCatalog.DescribeStatus(Status), page);
        }

        throw IsSuccess ? Unreadable() : new ZohoException(ErrorCatalog.DescribeStatus(Status));
    }

    /// <summary>The error for an answer that says success and then isn't what the protocol promises.</summary>
    public ZohoException Unreadable(Exception? inner = null) => new(
        ZohoError.NoAnswer(
            "UnreadableAnswer",
            $"the server answered {Status} with something that can't be read ({Body.Length} bytes), so the outcome is not known",
            "Look at the record with Get-ZohoRecordLock before you repeat it. A proxy or a wrong -ApiDomain may be in the way.")
            with
            { StatusCode = Status },
        inner);
}
