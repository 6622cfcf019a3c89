namespace ZohoLock.Checking;

/// <summary>What a call told, or why it told nothing.</summary>
/// <typeparam name="T">The type of what it tells.</typeparam>
/// <param name="Value">What it told; null if there is nothing, or if it failed.</param>
/// <param name="Failure">Why it told nothing; null if it didn't fail.</param>
internal sealed record Answer<T>(T? Value, ZohoError? Failure)
    where T : class
{
    /// <summary>Whether the call didn't fail.</summary>
    public bool IsKnown => Failure is null;

    /// <summary>Waits for a call.</summary>
    /// <exception cref="ZohoException">It failed as every other call would.</exception>
    public static async Task<Answer<T>> FromAsync(Task<T?> call)
    {
        try
        {
            return new(await call.ConfigureAwait(false), null);
        }
        catch (ZohoException failure) when (!failure.Error.EndsRun || failure.Error.IsNotAllowed)
        {
            return new(null, failure.Error);
        }
    }
}
