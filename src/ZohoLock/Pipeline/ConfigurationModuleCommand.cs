using System.Management.Automation;
using ZohoLock.Completion;

namespace ZohoLock.Pipeline;

/// <summary>A cmdlet that does one thing to the locking configuration of each module that it is given.</summary>
public abstract class ConfigurationModuleCommand : ConfigurationCommand
{
    /// <summary>The API names of the modules.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string[] Module { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Module)
        {
            For(name, name, Work);
        }
    }

    /// <summary>What is done for a module.</summary>
    private protected abstract void Work(string module);
}
