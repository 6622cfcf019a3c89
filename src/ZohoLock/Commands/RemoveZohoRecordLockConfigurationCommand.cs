using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>
/// Deletes the locking configurations of modules (protocol section 2.1). What becomes of the locks that there are isn't documented (protocol section 2.4).
/// </summary>
[Cmdlet(VerbsCommon.Remove, "ZohoRecordLockConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveZohoRecordLockConfigurationCommand : ConfigurationCommand
{
    /// <summary>The API names of the modules.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string[] Module { get; set; } = [];

    /// <summary>The configuration's id: digits. With it the configuration isn't looked up first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationId")]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Module)
        {
            For(name, name, Remove);
        }
    }

    private void Remove(string module)
    {
        var id = string.IsNullOrWhiteSpace(Id) ? null : Locking.RecordId.Parse(Id, "configuration id");
        if (ShouldProcessModule(module, "Delete the locking configuration"))
        {
            Await(async stop =>
            {
                await Client.DeleteAsync(module, id, stop).ConfigureAwait(false);
                return true;
            });
        }
    }
}
