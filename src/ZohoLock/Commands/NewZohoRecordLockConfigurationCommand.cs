using System.Management.Automation;
using ZohoLock.Configuration;

namespace ZohoLock.Commands;

/// <summary>Creates the locking configuration of a module that has none (protocol section 2.1).</summary>
[Cmdlet(VerbsCommon.New, "ZohoRecordLockConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(LockConfiguration))]
public sealed class NewZohoRecordLockConfigurationCommand : ConfigurationSettingsCmdlet
{
    private protected override void Process(string module)
    {
        var wanted = Apply(InputObject?.ForModule(module) ?? new() { Module = module }) with { Id = null };
        wanted.ThrowIfInvalid();
        if (ShouldProcess($"{module} ({Connection})", DescribeAction("Create the locking configuration", wanted.LockingRules)))
        {
            WriteObject(Await(Client.CreateAsync(wanted, Stopped)));
        }
    }
}
