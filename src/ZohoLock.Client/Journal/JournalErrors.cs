using System.Globalization;

namespace ZohoLock.Journal;

/// <summary>The errors of a journal. Each ends the run.</summary>
internal static class JournalErrors
{
    private const string OwnFile = "No other program may write to a journal.";

    public static ZohoException NotOpened(string path, Exception failure) => new(
        Error(
            "JournalNotOpened",
            failure is DirectoryNotFoundException
                ? $"the journal '{path}' can't be used: there is no folder '{Path.GetDirectoryName(path)}'"
                : $"the journal '{path}' can't be used: {failure.Message}",
            failure switch
            {
                DirectoryNotFoundException => "Make the folder, or give another -JournalPath. No record was touched.",
                FileNotFoundException => "Give the path of a journal that exists. No record was touched.",
                UnauthorizedAccessException => "Give the -JournalPath of a file, and no folder, that you may write to. No record was touched.",
                _ => "Give another -JournalPath; or end the other run, where one uses this one; or make room, where the disk is full. No record was touched.",
            }),
        failure);

    public static ZohoException NotWritten(string path, Exception failure) => new(
        Error(
            "JournalNotWritten",
            $"the journal '{path}' can't be written any more: {failure.Message}",
            "Make room on the disk. What was written out is done."),
        failure);

    public static ZohoException NotRead(string path, Exception failure) => new(
        Error("JournalNotRead", $"the journal '{path}' can't be read any more: {failure.Message}", OwnFile), failure);

    public static ZohoException LineChanged(string path, string recordId) => new(Error(
        "JournalNotRead",
        $"the journal '{path}' hasn't got the line of record {recordId} any more: another program has changed it",
        OwnFile));

    public static ZohoException NotAJournal(string path, string why) => new(Error(
        "NotAJournal",
        $"'{path}' is no journal of ZohoLock's: {why}",
        "Give the path of a file that doesn't exist yet, or of the journal to go on with. The file wasn't changed."));

    public static ZohoException NotListed(string path, InvalidDataException failure) => new(
        ZohoError.Input("NotAJournal", $"'{path}' is no journal of ZohoLock's: {failure.Message}", "Give the path of a journal: the -JournalPath of a run.") with { Subject = path },
        failure);

    public static ZohoException NotOpenedForReading(string path, Exception failure) => new(
        ZohoError.Input("JournalNotRead", $"the journal '{path}' can't be read: {failure.Message}", "Give the path of a file that can be read.") with { Subject = path },
        failure);

    public static ZohoException DifferentRun(string path, JournalHeader found, JournalHeader wanted) => new(Error(
        "JournalOfAnotherRun",
        $"the journal '{path}' is of a run to {Describe(found, wanted)}, and this is one to {Describe(wanted, found)}",
        "Give each run a journal of its own. The file wasn't changed."));

    public static ZohoException DifferentReason(string path, JournalEntry found, string wanted) => new(Error(
        "JournalOfAnotherRun",
        $"the journal '{path}' has record {found.RecordId} as done with the reason {Quote(found.RequestedReason ?? found.Reason)}, and the input has {Quote(wanted)}",
        "Give another -JournalPath for a run with other reasons. The record was not touched."));

    public static ZohoException AlreadyCompleted(string path, JournalEnd end) => new(Error(
        "JournalEnded",
        string.Create(
            CultureInfo.InvariantCulture,
            $"the journal '{path}' is of a run that ended on {end.At:yyyy-MM-dd HH:mm:ss zzz} with all of its records done ({end.Done:N0}), so that there is nothing to go on with"),
        "Give another -JournalPath for a new run. No record was touched."));

    // The reason may be long, so it is shown only if it is the difference.
    private static string Describe(JournalHeader header, JournalHeader other)
    {
        var what = header.Operation switch
        {
            RecordOperation.Lock => "lock",
            RecordOperation.UpdateReason => "change the reason of locks of",
            RecordOperation.Suspend => "suspend locks of",
            _ => "unlock",
        };
        var run = $"{what} {header.Module} in organisation {header.Organization}";
        return header.Reason is { } reason && other.Reason is { } otherReason && reason != otherReason ? $"{run} with the reason {Quote(reason)}" : run;
    }

    private static string Quote(string? text) => $"'{DisplayText.Line(text, 100)}'";

    private static ZohoError Error(string code, string message, string advice) => new()
    {
        Code = code,
        Message = message,
        Advice = advice,
        Kind = ZohoErrorKind.InvalidArgument,
        EndsRun = true,
    };
}
