namespace ZohoLock.Client.Tests.Mutations;

/// <summary>What a server answers, or what happens in place of an answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Whole header lines, without those that say how long the body is.</param>
/// <param name="Body">The body's bytes.</param>
internal sealed record Answer(int Status, IReadOnlyList<string> Headers, byte[] Body)
{
    /// <summary>What is thrown in place of the answer, or in the middle of its body; null for an answer that arrives. In memory only.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Whether the failure comes in the middle of the body.</summary>
    public bool FailsInBody { get; init; }

    /// <summary>How the body goes over the wire. Over HTTP only.</summary>
    public Framing Framing { get; init; }

    /// <summary>How the body is compressed, whatever the headers say. Over HTTP only.</summary>
    public string? Encoding { get; init; }

    public static Answer Json(int status, string body) =>
        new(status, ["Content-Type: application/json;charset=UTF-8"], System.Text.Encoding.UTF8.GetBytes(body));

    public override string ToString() =>
        $"{Status} [{string.Join("; ", Headers)}] {(Failure is null ? null : $"{Failure.GetType().Name} in {(FailsInBody ? "the body" : "place")} ")}"
        + $"{Framing} {Encoding} {System.Text.Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 2_000)))}";
}

/// <summary>How a body goes over the wire.</summary>
internal enum Framing
{
    ContentLength,
    TooLong,
    TooShort,
    NoLength,
    Chunked,
    BrokenChunks,
    Nonsense,
}
