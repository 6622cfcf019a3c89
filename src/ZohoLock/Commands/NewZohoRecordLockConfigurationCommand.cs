using System.Management.Automation;
using ZohoLock.Configuration;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Makes the locking configuration of a module that has none (protocol section 2.1).</summary>
[Cmdlet(VerbsCommon.New, "ZohoRecordLockConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(LockConfiguration))]
public sealed class NewZohoRecordLockConfigurationCommand : ConfigurationSettingsCommand
{
    private protected override void Work(string module)
    {
        var wanted = Apply(InputObject?.ForModule(module) ?? new() { Module = module }) with { Id = null };
        wanted.ThrowIfInvalid();
        if (ShouldProcessModule(module, Describe("Create the locking configuration", wanted.LockingRules)))
        {
            WriteObject(Await(stop => Client.CreateAsync(wanted, stop)));
        }
    }
}
