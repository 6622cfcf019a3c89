using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ZohoLock.Errors;

namespace ZohoLock.Transport;

/// <summary>A response that was read completely: its call, status and body.</summary>
internal sealed record ApiResponse(ApiCall Call, int Status, byte[] Body, TimeSpan? RetryAfter)
{
    /// <summary>The address that the response redirects to, safe to show; null if there is none.</summary>
    public string? RedirectsTo { get; init; }

    /// <summary>Whether a working server may have sent it: no 5xx, and a success has a JSON body.</summary>
    public bool IsFromWorkingServer => Status < 500 && (!IsSuccess || Status == 204 || Body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..]);

    /// <summary>
    /// Whether the body may report an error. Successful bodies are searched for one only if they contain the text "error".
    /// </summary>
    public bool MayReportError => !IsSuccess || Body.AsSpan().IndexOf("\"error\""u8) >= 0;

    private bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Deserializes the body; null for 204 (no content).</summary>
    /// <exception cref="ZohoException">The response reports an error or can't be read.</exception>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (Status == 204)
        {
            return null;
        }

        try
        {
            if (MayReportError && ErrorResponseReader.Read(Call, Status, Body) is { } error)
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
            throw new ZohoException(ErrorCatalog.DescribeStatus(Status, RedirectsTo), page);
        }

        throw IsSuccess ? Unreadable() : new ZohoException(ErrorCatalog.DescribeStatus(Status, RedirectsTo));
    }

    /// <summary>The error that the response reports, or a description of its status if it reports none.</summary>
    public ZohoError ReadError() => FindError() ?? ErrorCatalog.DescribeStatus(Status, RedirectsTo);

    /// <summary>The error for a success response whose body isn't as documented; the error that it reports, if it reports one.</summary>
    public ZohoException Unreadable(Exception? inner = null) => new(
        FindError() ?? ZohoError.NoResponse(
            "UnreadableAnswer",
            $"the server answered {Status} with something that can't be read ({Body.Length} bytes)",
            "A proxy or a wrong -ApiDomain may be in the way.",
            CallOutcome.Unknown)
            with
            { StatusCode = Status },
        inner);

    private ZohoError? FindError()
    {
        try
        {
            return ErrorResponseReader.Read(Call, Status, Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
