using System.Management.Automation;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Portable;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>
/// Applies the locking configurations of JSON files, as Export-ZohoRecordLockConfiguration writes them. Names are looked up in the connected
/// organisation. If nothing differs, nothing is changed; -WhatIf and -Confirm show the differences.
/// </summary>
[Cmdlet(VerbsData.Import, "ZohoRecordLockConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(LockConfiguration))]
public sealed class ImportZohoRecordLockConfigurationCommand : ConfigurationFileCmdlet
{
    private LockConfigurationClient? _client;

    private protected override void Begin()
    {
        Connection = RequireConnection(Connection);
        _client = Connection.CreateConfigurationClient();
    }

    private protected override void Process(string file)
    {
        var wanted = ConfigurationFile.Read(file);
        wanted.ThrowIfInvalid();
        RequireOneFile(wanted.Module, file);
        var replacement = Await(_client!.PrepareAsync(wanted, Stopped));
        if (replacement.Changes is [])
        {
            WriteHostLine($"No difference: {wanted.Module} ({Connection}) has the locking configuration of {file} already.");
        }
        else
        {
            var impact = IsWhatIf() ? DescribeImpact(wanted.Module, replacement.GetRulesComingIntoForce()) : null;
            var what = Describe(wanted.Module, replacement.Changes) + impact;
            if (!ShouldProcess(what, $"{what}\nContinue?", "Import a locking configuration"))
            {
                return;
            }
        }

        WriteObject(Await(_client!.ApplyAsync(replacement, Stopped)));
    }

    private string DescribeImpact(string module, IReadOnlyList<LockingRule> rules) => string.Concat(
        Await(Connection!.GetFinder().CountMatchesAsync(module, rules, Stopped))
            .Select(impact => $"\n  {impact}{(impact.Problem is { } problem ? $". {DisplayText.Line(problem.GetCmdletAdvice())}" : null)}"));

    private string Describe(string module, IReadOnlyList<ConfigurationChange> changes)
    {
        var isNew = changes.Any(change => change is { Path: "module", Before: null });
        var lines = changes.Where(change => change.Path != "module").Select(change => $"\n  {change}");
        return $"{(isNew ? "Create" : "Change")} the locking configuration of {module} ({Connection}):{string.Concat(lines)}";
    }
}
