using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>
/// Deletes the locking configurations of modules (protocol section 2.1). What becomes of the locks that there are isn't documented (protocol section 2.4).
/// </summary>
[Cmdlet(VerbsCommon.Remove, "ZohoRecordLockConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveZohoRecordLockConfigurationCommand : ConfigurationModuleCommand
{
    /// <summary>The configuration's id: digits. With it the configuration isn't looked up first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationId")]
    public string? Id { get; set; }

    private protected override void Work(string module)
    {
        var id = Input.RecordId.ParseOptional(Id, "configuration id");
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
