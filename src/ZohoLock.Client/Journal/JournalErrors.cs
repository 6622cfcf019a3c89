namespace ZohoLock.Journal;

/// <summary>What can go wrong with a journal.</summary>
internal static class JournalErrors
{
    public static ZohoError NotOpened(string path, Exception failure) => Error(
        "JournalNotOpened",
        $"the journal '{path}' can't be used: {failure.Message}",
        "Give another -JournalPath, or end the other run that uses this one. No record was touched.");

    public static ZohoError NotWritten(string path, Exception failure) => Error(
        "JournalNotWritten",
        $"the journal '{path}' can't be written any more: {failure.Message}",
        "Make room on the disk, and run the same command again: it goes on where this one ended. What was written out is done.");

    public static ZohoError NotAJournal(string path, string why) => Error(
        "NotAJournal",
        $"'{path}' is no journal of ZohoLock's: {char.ToLowerInvariant(why[0])}{why[1..].TrimEnd('.')}",
        "Give the path of a file that doesn't exist yet, or of the journal to go on with. The file wasn't changed.");

    public static ZohoError OfAnother(string path, JournalHeader found, JournalHeader wanted) => Error(
        "JournalOfAnotherRun",
        $"the journal '{path}' is of {Name(found)}, and this is {Name(wanted)}",
        "Give each run a journal of its own. The file wasn't changed.");

    private static string Name(JournalHeader header) => $"{header.Operation} {header.Module} in organisation {header.Organization}";

    private static ZohoError Error(string code, string message, string advice) => new()
    {
        Code = code,
        Message = message,
        Advice = advice,
        Kind = ZohoErrorKind.InvalidArgument,
        EndsRun = true,
    };
}
