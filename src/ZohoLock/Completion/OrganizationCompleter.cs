using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZohoLock.Configuration;
using ZohoLock.Pipeline;

namespace ZohoLock.Completion;

/// <summary>Offers names that the connected organisation knows. Where it doesn't tell them in time, or at all, there is nothing to offer.</summary>
public abstract class OrganizationCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(wordToComplete);
        return Connection(fakeBoundParameters) is { IsClosed: false } connection
            ? WordCompletion.Complete(Ask(connection, Module(commandAst, fakeBoundParameters)), wordToComplete)
            : [];
    }

    /// <summary>Asks the organisation; the module is null where it isn't known.</summary>
    private protected abstract Task<IEnumerable<string?>> AskAsync(Connection connection, string? module, CancellationToken cancellationToken);

    private static Connection? Connection(IDictionary? parameters) => Plain(parameters?["Connection"]) switch
    {
        Connection connection => connection,
        string name => SessionConnections.Find(name),
        _ => SessionConnections.Current,
    };

    // The command's own, or that of the one it is an argument of: Set-... Deals -AddRule (New-ZohoLockingRule -Field <Tab>).
    private static string? Module(CommandAst? command, IDictionary? parameters)
    {
        if (Plain(parameters?["Module"]) is string module)
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

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private List<string> Ask(Connection connection, string? module)
    {
        using var end = new CancellationTokenSource(Patience);
        try
        {
            return [.. PipelineThread.Wait(AskAsync(connection, module, end.Token)).OfType<string>()];
        }
        catch (Exception unknown) when (unknown is ZohoException or OperationCanceledException or ObjectDisposedException)
        {
            return [];
        }
    }
}

/// <summary>Offers the API names of a module's fields.</summary>
public sealed class FieldCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> AskAsync(
        Connection connection, string? module, CancellationToken cancellationToken) => module is null
            ? []
            : (await new ModuleMetadata(connection.Api).GetFieldsAsync(module, cancellationToken).ConfigureAwait(false)).Select(field => field.ApiName);
}

/// <summary>Offers the names of the organisation's profiles.</summary>
public sealed class ProfileCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> AskAsync(
        Connection connection, string? module, CancellationToken cancellationToken) =>
        (await new ModuleMetadata(connection.Api).GetProfilesAsync(cancellationToken).ConfigureAwait(false)).Select(profile => profile.Name);
}

/// <summary>Offers the names of a module's custom buttons.</summary>
public sealed class CustomButtonCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> AskAsync(
        Connection connection, string? module, CancellationToken cancellationToken) => module is null
            ? []
            : (await new ModuleMetadata(connection.Api).GetCustomButtonsAsync(module, cancellationToken).ConfigureAwait(false)).Select(button => button.Name);
}

/// <summary>Offers the names of the rules in a module's configuration.</summary>
public sealed class RuleCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> AskAsync(
        Connection connection, string? module, CancellationToken cancellationToken) => module is null
            ? []
            : (await new LockConfigurationClient(connection.Api).GetAsync(module, cancellationToken).ConfigureAwait(false))?.LockingRules
                .Select(rule => rule.Name) ?? [];
}
