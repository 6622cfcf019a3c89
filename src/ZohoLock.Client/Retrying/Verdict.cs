namespace ZohoLock.Retrying;

/// <summary>What verifying an operation found: it is done, it isn't, or it can't be done because of what is there.</summary>
/// <typeparam name="T">The operation's result.</typeparam>
internal readonly struct Verdict<T>
{
    private readonly T? _result;
    private readonly bool _isDone;

    private Verdict(T? result, bool isDone, ZohoException? refusal) => (_result, _isDone, Refusal) = (result, isDone, refusal);

    /// <summary>The operation has not been carried out: it can be attempted again.</summary>
    public static Verdict<T> NotDone => default;

    /// <summary>What was found, in words; null if nothing was looked at.</summary>
    public string? Finding { get; init; }

    /// <summary>Whether the operation has not been carried out.</summary>
    public bool IsNotDone => !_isDone && Refusal is null;

    /// <summary>Why the operation can't be carried out; null if it can, or has been.</summary>
    public ZohoException? Refusal { get; }

    /// <summary>The operation has been carried out, with this result.</summary>
    public static Verdict<T> Done(T result) => new(result, isDone: true, refusal: null);

    /// <summary>The operation can't be carried out.</summary>
    public static Verdict<T> Refused(ZohoException refusal) => new(default, isDone: false, refusal);

    /// <summary>The result of an operation that has been carried out.</summary>
    /// <exception cref="ZohoException">It can't be carried out.</exception>
    public T GetResult() => Refusal is null ? _result! : throw Refusal;
}
