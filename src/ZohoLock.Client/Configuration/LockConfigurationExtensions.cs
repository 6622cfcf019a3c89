namespace ZohoLock.Configuration;

/// <summary>Compares and validates configurations.</summary>
public static class LockConfigurationExtensions
{
    /// <summary>The differences from another configuration, such as the current one; empty if there are none.</summary>
    /// <param name="after">The new configuration.</param>
    /// <param name="before">The other configuration; null for none.</param>
    public static IReadOnlyList<ConfigurationChange> GetChangesFrom(this LockConfiguration after, LockConfiguration? before) =>
        ConfigurationComparison.Compare(before, after);

    /// <summary>The problems that can be found without a call (protocol sections 2.4 and 2.5); empty if there are none.</summary>
    /// <param name="configuration">The configuration to check.</param>
    /// <param name="current">The module's current configuration, whose values are always allowed.</param>
    public static IReadOnlyList<ConfigurationProblem> FindProblems(this LockConfiguration configuration, LockConfiguration? current = null) =>
        ConfigurationValidator.FindProblems(configuration, current);

    /// <summary>Throws the first problem that <see cref="FindProblems"/> finds; the advice lists the others.</summary>
    /// <param name="configuration">The configuration to check.</param>
    /// <param name="current">The module's current configuration, whose values are always allowed.</param>
    /// <exception cref="ZohoException">There is a problem.</exception>
    public static void ThrowIfInvalid(this LockConfiguration configuration, LockConfiguration? current = null)
    {
        var problems = configuration.FindProblems(current);
        if (problems is [])
        {
            return;
        }

        var error = problems[0].ToError();
        throw new ZohoException(problems.Count == 1
            ? error
            : error with { Advice = $"{error.AdviceTemplate} Besides: {string.Join("; ", problems.Skip(1))}." });
    }
}
