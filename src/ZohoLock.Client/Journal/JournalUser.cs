namespace ZohoLock.Journal;

/// <summary>The user who had locked a record, as a journal's line has it.</summary>
internal static class JournalUser
{
    /// <summary>Creates the user; null if the line has neither the id nor the name.</summary>
    public static User? From(string? id, string? name) => id is null && name is null ? null : new User { Id = id, Name = name };
}
