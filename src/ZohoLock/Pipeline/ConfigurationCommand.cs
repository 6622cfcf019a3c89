using ZohoLock.Configuration;
using ZohoLock.Input;

namespace ZohoLock.Pipeline;

/// <summary>A cmdlet on locking configurations: each module has its output or its error, and one that fails doesn't keep the others.</summary>
public abstract class ConfigurationCommand : ConnectedCommand
{
    private LockConfigurationClient? _client;

    /// <summary>The configurations of the connection in use.</summary>
    private protected LockConfigurationClient Client => _client!;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Connection = RequireConnection();
        _client = new LockConfigurationClient(Connection.Api);
    }

    /// <summary>Does something for a module, once its name is known to be one.</summary>
    private protected void For(string? module, object? target, Action<string> work) =>
        For(module ?? string.Empty, target, () => work(ModuleName.Require(module)));

    /// <summary>Does something whose failure is an error of its own, unless it would meet all that follows.</summary>
    /// <param name="subject">What it is done for, which the error begins with where it doesn't name it anyway.</param>
    /// <param name="target">The error's target.</param>
    /// <param name="work">What is done.</param>
    private protected void For(string subject, object? target, Action work)
    {
        try
        {
            work();
        }
        catch (ZohoException failure)
        {
            var isNamed = subject.Length == 0 || failure.Error.Message.Contains(subject, StringComparison.Ordinal);
            var error = failure.ToErrorRecord(target, isNamed ? null : subject);
            if (failure.Error.EndsRun)
            {
                ThrowTerminatingError(error);
            }

            WriteError(error);
        }
    }

    /// <summary>Asks, or tells for -WhatIf, naming the organisation; true where it is to be done.</summary>
    private protected bool ShouldProcessModule(string module, string action) => ShouldProcess($"{module} ({Connection})", action);
}
