using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Makes the locking configuration of a module that has none (protocol section 2.1).</summary>
[Cmdlet(VerbsCommon.New, "ZohoRecordLockConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(LockConfiguration))]
public sealed class NewZohoRecordLockConfigurationCommand : ConfigurationSettingsCommand
{
    /// <summary>The API name of the module.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = BySettings, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = ByInput)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string? Module { get; set; }

    /// <summary>How records are locked.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = BySettings, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 1, ParameterSetName = ByInput)]
    public LockType LockType { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => For(Module ?? InputObject?.Module, InputObject ?? (object?)Module, Make);

    private void Make(string module)
    {
        var wanted = Apply((InputObject ?? new() { Module = module }) with { Module = module, Id = null });
        wanted.ThrowIfInvalid();
        if (ShouldProcessModule(module, Describe("Create the locking configuration", wanted.LockingRules)))
        {
            WriteObject(Await(stop => Client.CreateAsync(wanted, stop)));
        }
    }

    private protected override LockConfiguration Apply(LockConfiguration configuration) =>
        base.Apply(configuration) with { LockType = Has(nameof(LockType)) ? LockType : configuration.LockType };
}
