using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Shows the locking configurations of modules (protocol section 2.1); a module that has none brings no output and no error.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoRecordLockConfiguration")]
[OutputType(typeof(LockConfiguration))]
public sealed class GetZohoRecordLockConfigurationCommand : ConfigurationCommand
{
    /// <summary>The API names of the modules.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string[] Module { get; set; } = [];

    /// <summary>The configuration's id: digits. A module whose configuration is another is an error.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationId")]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Module)
        {
            For(name, name, Show);
        }
    }

    private void Show(string module)
    {
        var id = string.IsNullOrWhiteSpace(Id) ? null : Locking.RecordId.Parse(Id, "configuration id");
        var found = id is null ? Await(stop => Client.GetAsync(module, stop)) : Await(stop => Client.RequireAsync(module, id, stop));
        if (found is null)
        {
            WriteVerbose($"{module} has no locking configuration.");
        }
        else
        {
            WriteObject(found);
        }
    }
}
