namespace ZohoLock.Client.Tests.Servers;

/// <summary>Tests that change what the whole process shares, and so run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}
