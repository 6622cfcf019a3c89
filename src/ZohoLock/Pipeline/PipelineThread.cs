namespace ZohoLock.Pipeline;

/// <summary>The one bridge from asynchronous work to the pipeline thread, which can only wait.</summary>
internal static class PipelineThread
{
    /// <summary>Waits for a result.</summary>
    /// <exception cref="ZohoException">The work's own, as any other exception of its.</exception>
    public static T Wait<T>(Task<T> work) => work.GetAwaiter().GetResult();
}
