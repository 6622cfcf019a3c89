using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZohoLock.Input;
using ZohoLock.Pipeline;
using ZohoLock.Sessions;

namespace ZohoLock.Completion;

/// <summary>Completes names from the connected organisation. If it doesn't answer in time, or at all, there are no completions.</summary>
public abstract class OrganizationCompleter : IArgumentCompleter
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(wordToComplete);
        var names = FindConnection(fakeBoundParameters) is { IsClosed: false } connection
            ? GetNames(connection, FindModule(commandAst, fakeBoundParameters), WordCompleter.Unquote(wordToComplete))
            : [];
        return WordCompleter.Complete(names is [] ? Fallback : names, wordToComplete);
    }

    /// <summary>What is offered if the organisation can't be asked.</summary>
    private protected virtual IEnumerable<string> Fallback => [];

    /// <summary>Asks the organisation.</summary>
    /// <param name="connection">The connection to use.</param>
    /// <param name="module">The module in the command line; null if there is none.</param>
    /// <param name="word">What has been typed, without quotes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    private protected abstract Task<IEnumerable<string?>> GetNamesAsync(Connection connection, string? module, string word, CancellationToken cancellationToken);

    private static Connection? FindConnection(IDictionary? parameters) => PowerShellValue.Unwrap(parameters?["Connection"]) switch
    {
        Connection connection => connection,
        string name => SessionConnections.Find(name),
        _ => SessionConnections.Current,
    };

    // The command's own module, or that of the command around it: Set-... Deals -AddRule (New-ZohoLockingRule -Field <Tab>).
    private static string? FindModule(CommandAst? command, IDictionary? parameters)
    {
        if (ReadModule(PowerShellValue.Unwrap(parameters?["Module"])) is { } module)
        {
            return module;
        }

        for (var outer = command?.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is CommandAst enclosing && StaticParameterBinder.BindCommand(enclosing).BoundParameters.TryGetValue("Module", out var bound))
            {
                return bound.ConstantValue as string;
            }
        }

        return null;
    }

    private static string? ReadModule(object? value) => value switch
    {
        string module => module,
        object?[] and [var only] => PowerShellValue.Unwrap(only) as string,
        _ => null,
    };

    private List<string> GetNames(Connection connection, string? module, string word)
    {
        using var timeout = new CancellationTokenSource(MaxTime);
        try
        {
            var names = GetNamesAsync(connection, module, word, timeout.Token);
            new PipelineQueue().RunUntilCompleted(names);
            return [.. names.GetAwaiter().GetResult().OfType<string>()];
        }
        catch (Exception unknown) when (unknown is ZohoException or OperationCanceledException or ObjectDisposedException)
        {
            return [];
        }
    }
}

/// <summary>Completes the modules whose records can be locked: those of the organisation, or the standard ones without a connection.</summary>
public sealed class ModuleCompleter : OrganizationCompleter
{
    private protected override IEnumerable<string> Fallback => ModuleName.Lockable;

    private protected override async Task<IEnumerable<string?>> GetNamesAsync(
        Connection connection, string? module, string word, CancellationToken cancellationToken) =>
        (await connection.GetMetadata().GetModulesAsync(cancellationToken).ConfigureAwait(false)).Where(known => known.IsLockable).Select(known => known.ApiName);
}

/// <summary>Completes the API names of a module's fields.</summary>
public sealed class FieldCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> GetNamesAsync(
        Connection connection, string? module, string word, CancellationToken cancellationToken) => module is null
            ? []
            : (await connection.GetMetadata().GetFieldsAsync(module, cancellationToken).ConfigureAwait(false)).Select(field => field.ApiName);
}

/// <summary>Completes the names of a module's views.</summary>
public sealed class ViewCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> GetNamesAsync(
        Connection connection, string? module, string word, CancellationToken cancellationToken) => module is null
            ? []
            : (await connection.GetMetadata().GetViewsAsync(module, cancellationToken).ConfigureAwait(false)).Select(view => view.Name);
}

/// <summary>Completes the names of the organisation's profiles.</summary>
public sealed class ProfileCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> GetNamesAsync(
        Connection connection, string? module, string word, CancellationToken cancellationToken) =>
        (await connection.GetMetadata().GetProfilesAsync(cancellationToken).ConfigureAwait(false)).Select(profile => profile.Name);
}

/// <summary>Completes the names of a module's custom buttons.</summary>
public sealed class CustomButtonCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> GetNamesAsync(
        Connection connection, string? module, string word, CancellationToken cancellationToken) => module is null
            ? []
            : (await connection.GetMetadata().GetCustomButtonsAsync(module, cancellationToken).ConfigureAwait(false)).Select(button => button.Name);
}

/// <summary>Completes the names of the rules in a module's configuration.</summary>
public sealed class RuleCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> GetNamesAsync(
        Connection connection, string? module, string word, CancellationToken cancellationToken) => module is null
            ? []
            : (await connection.CreateConfigurationClient().GetAsync(module, cancellationToken).ConfigureAwait(false))?.LockingRules
                .Select(rule => rule.Name) ?? [];
}
