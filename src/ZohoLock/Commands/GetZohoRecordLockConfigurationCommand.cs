using System.Management.Automation;

namespace ZohoLock.Commands;

/// <summary>Gets the locking configurations of modules (protocol section 2.1); a module that has none has no output and no error.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoRecordLockConfiguration")]
[OutputType(typeof(LockConfiguration))]
public sealed class GetZohoRecordLockConfigurationCommand : ModuleConfigurationCmdlet
{
    /// <summary>The configuration's id: digits. It is an error if the module has another one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationId")]
    public string? Id { get; set; }

    private protected override void Process(string module)
    {
        var id = Input.RecordId.ParseOptional(Id, "configuration id");
        var found = id is null ? Await(Client.GetAsync(module, Stopped)) : Await(Client.RequireAsync(module, id, Stopped));
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
