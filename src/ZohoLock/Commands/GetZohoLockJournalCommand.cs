using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Journal;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Shows what the journals of runs say of each record. No call is made, and no file is changed; a run may be writing it.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoLockJournal", DefaultParameterSetName = ByPath)]
[OutputType(typeof(LockJournalEntry))]
public sealed class GetZohoLockJournalCommand : ZohoCmdlet
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    /// <summary>The journals; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JournalPath")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The journals, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Shows only records that failed and haven't been done since, and suspended locks of which it isn't known whether they were removed.</summary>
    [Parameter]
    public SwitchParameter Failed { get; set; }

    private protected override void Process()
    {
        var isLiteral = ParameterSetName == ByLiteralPath;
        foreach (var path in isLiteral ? LiteralPath : Path)
        {
            RunOrWriteError(path, path, () =>
            {
                foreach (var file in FilePath.FindFiles(this, path, isLiteral))
                {
                    RunOrWriteError(file, file, () => Write(file));
                }
            });
        }
    }

    private void Write(string file)
    {
        using var journal = JournalListing.Open(file);
        if (journal.Damage is { } damage)
        {
            WriteWarning(damage);
        }

        foreach (var entry in journal.Read(Failed))
        {
            if (Stopped.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }

            WriteObject(entry);
        }
    }
}
