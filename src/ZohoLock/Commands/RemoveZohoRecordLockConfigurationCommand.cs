using System.Management.Automation;

namespace ZohoLock.Commands;

/// <summary>
/// Deletes the locking configurations of modules (protocol section 2.1). What happens to existing locks isn't documented (protocol section 2.4).
/// </summary>
[Cmdlet(VerbsCommon.Remove, "ZohoRecordLockConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveZohoRecordLockConfigurationCommand : ModuleConfigurationCmdlet
{
    /// <summary>The configuration's id: digits. With it the configuration isn't looked up first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationId")]
    public string? Id { get; set; }

    private protected override void Process(string module)
    {
        var id = Input.RecordId.ParseOptional(Id, "configuration id");
        if (ShouldProcess($"{module} ({Connection})", "Delete the locking configuration"))
        {
            Await(Client.DeleteAsync(module, id, Stopped));
        }
    }
}
