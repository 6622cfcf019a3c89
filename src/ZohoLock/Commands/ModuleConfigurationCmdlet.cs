using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Configuration;
using ZohoLock.Input;

namespace ZohoLock.Commands;

/// <summary>A cmdlet that does one thing to the locking configuration of each given module; each has its own output or error.</summary>
public abstract class ModuleConfigurationCmdlet : ConnectedCmdlet
{
    private LockConfigurationClient? _client;

    /// <summary>The API names of the modules.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string[] Module { get; set; } = [];

    /// <summary>The locking configurations of the connection in use.</summary>
    private protected LockConfigurationClient Client => _client!;

    /// <summary>What the cmdlet does for a module.</summary>
    /// <param name="module">The module's API name.</param>
    private protected abstract void Process(string module);

    private protected sealed override void Begin()
    {
        Connection = RequireConnection(Connection);
        _client = Connection.CreateConfigurationClient();
    }

    private protected sealed override void Process()
    {
        foreach (var name in Module)
        {
            RunOrWriteError(name, name, () => Process(ModuleName.Require(name)));
        }
    }
}
