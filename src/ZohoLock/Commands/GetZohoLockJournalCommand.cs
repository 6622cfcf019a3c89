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
        foreach (var path in ParameterSetName == ByPath ? Path : LiteralPath)
        {
            RunOrWriteError(path, path, () =>
            {
                foreach (var file in Find(path))
                {
                    RunOrWriteError(file, file, () => Write(file));
                }
            });
        }
    }

    private string[] Find(string path)
    {
        var found = FilePath.FindExisting(this, path, isLiteral: ParameterSetName == ByLiteralPath);

        // Folders among the matches of a wildcard are passed over; a folder alone is refused when it is opened.
        var files = found.Length > 1 ? Array.FindAll(found, File.Exists) : found;
        return files.Length > 0
            ? files
            : throw new ZohoException(new ZohoError
            {
                Code = "NoSuchFile",
                Message = $"there is no file '{path}'",
                Advice = "Give the path of a file that exists.",
                Kind = ZohoErrorKind.ObjectNotFound,
                Subject = path,
            });
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
