namespace ZohoLock.Configuration;

/// <summary>Compares and validates configurations.</summary>
public static class LockConfigurationExtensions
{
    /// <summary>The differences from another configuration, such as the current one; empty if there are none.</summary>
    /// <param name="after">The new configuration.</param>
    /// <param name="before">The other configuration; null for none.</param>
    public static IReadOnlyList<ConfigurationChange> GetChangesFrom(this LockConfiguration after, LockConfiguration? before) =>
        ConfigurationComparison.Compare(before, after);

    /// <summary>
    /// What differs between the configuration that a module should have and the one that it has; empty if nothing does. Both are compared by
    /// names, so that they may be those of two organisations; one that isn't there at all is one difference.
    /// </summary>
    /// <param name="wanted">The configuration of a file or a reference organisation, with names; null for none.</param>
    /// <param name="found">The organisation's configuration, with names; null for none.</param>
    /// <param name="module">The API name of the module.</param>
    public static IReadOnlyList<ConfigurationDifference> GetDifferencesFrom(this LockConfiguration? wanted, LockConfiguration? found, string module) =>
        ConfigurationComparison.Compare(module, wanted, found);

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
