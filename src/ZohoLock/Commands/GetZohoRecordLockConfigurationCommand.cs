using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Shows the locking configurations of modules (protocol section 2.1); a module that has none brings no output and no error.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoRecordLockConfiguration")]
[OutputType(typeof(LockConfiguration))]
public sealed class GetZohoRecordLockConfigurationCommand : ConfigurationModuleCommand
{
    /// <summary>The configuration's id: digits. A module whose configuration is another is an error.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationId")]
    public string? Id { get; set; }

    private protected override void Work(string module)
    {
        var id = Input.RecordId.ParseOptional(Id, "configuration id");
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
