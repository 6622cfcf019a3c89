using System.Globalization;
using System.Text.Json;

namespace ZohoLock.Client.Tests.Simulation;

/// <summary>
/// The state of a simulated organisation and the five calls of record locking: a second reading of the protocol (sections 1.1 to 1.6), which shares
/// nothing with the emulator.
/// </summary>
/// <param name="timeline">The world's time.</param>
/// <param name="start">What the server's clock shows when the world begins.</param>
internal sealed class SimulatedCrm(Timeline timeline, DateTimeOffset start)
{
    private const string Path = "/crm/v7/";

    private readonly Dictionary<(string Module, string Id), SimulatedRecord> _records = [];
    private long _lastLockId = 5843104000000804000;

    public DateTimeOffset Now => start + timeline.Now;

    /// <summary>The modules without a locking configuration.</summary>
    public HashSet<string> ModulesWithoutLocking { get; } = [];

    public IReadOnlyCollection<SimulatedRecord> Records => _records.Values;

    public SimulatedRecord this[string module, string id] => _records[(module, id)];

    public SimulatedRecord Add(string module, string id, bool exists)
    {
        var record = new SimulatedRecord(timeline, module, id) { Exists = exists };
        _records.Add((module, id), record);
        return record;
    }

    /// <summary>A new manual lock, not yet on a record.</summary>
    public SimulatedLock NewLock(string? reason, string? user, string? madeBy) => new(
        (++_lastLockId).ToString(CultureInfo.InvariantCulture), reason, user, new(Now.Ticks - (Now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero), madeBy);

    /// <summary>Carries out a call.</summary>
    public Reply Execute(SimulatedCall call)
    {
        if (call.Target == $"{Path}org")
        {
            return new(200, """{"org":[{"id":"5843104000000111111","company_name":"Zylker","license_details":{"paid_type":"enterprise","users_license_purchased":"5"}}]}""");
        }

        if (ModulesWithoutLocking.Contains(call.Module))
        {
            return Refuse(400, "NOT_ALLOWED", "Required Record Locking Configuration is not present", 2);
        }

        if (!_records.TryGetValue((call.Module, call.RecordId), out var record) || !record.Exists)
        {
            return Refuse(400, "INVALID_DATA", "the related id given seems to be invalid", 1);
        }

        var found = record.Locks.FirstOrDefault(one => one.Id == call.LockId);
        return call.Method switch
        {
            "GET" when call.LockId is not null => List(record, found is null ? [] : [found]),
            "GET" => List(record, record.Locks),
            "POST" => Lock(call, record),
            "PUT" when found is { IsAutomatic: true } => AlreadyLocked,
            "DELETE" when found is { IsAutomatic: true } => Refuse(403, "NOT_ALLOWED", "Automatically locked records can not be unlocked manually", 1),
            _ when found is null => Refuse(400, "INVALID_DATA", "the id given seems to be invalid", 3),
            "PUT" => Update(call, record, found),
            _ => Unlock(call, record, found),
        };
    }

    private static Reply AlreadyLocked => Refuse(403, "NOT_ALLOWED", "record is already locked", 1);

    private static Reply Refuse(int status, string code, string message, int index) => new(
        status, $$"""{"code":"{{code}}","details":{"resource_path_index":{{index}}},"message":"{{message}}","status":"error"}""");

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Text(string? text) => text is null ? "null" : JsonSerializer.Serialize(text);

    private static string User(string? id) => id is null ? "null" : $$"""{"name":"User {{id[^1]}}","id":"{{id}}"}""";

    private static Reply List(SimulatedRecord record, IReadOnlyList<SimulatedLock> locks)
    {
        if (locks.Count == 0)
        {
            return new(204, string.Empty);
        }

        var rows = locks.Select(one => $$"""
            {"Locked_By__s":{{User(one.User)}},"Locked_For__s":{"module":{"api_name":"{{record.Module}}","id":"5843104000000002175"},"name":"Record","id":"{{record.Id}}"},"Locked_Reason__s":{{Text(one.Reason)}},"Record_Locking_Configuration_Id__s":"5843104000000758004","Record_Locking_Rule_Id__s":{{(one.IsAutomatic ? "\"5843104000000820017\"" : "null")}},"$editable":{{(one.IsAutomatic ? "false" : "true")}},"id":"{{one.Id}}","Lock_Source__s":"{{(one.IsAutomatic ? "Automatic" : "Manual")}}","Locked_Time__s":"{{Time(one.Time)}}"}
            """);
        return new(200, $$"""{"data":[{{string.Join(',', rows)}}],"info":{"per_page":200,"next_page_token":null,"count":{{locks.Count}},"page":1,"more_records":false} }""");
    }

    private Reply Lock(SimulatedCall call, SimulatedRecord record)
    {
        if (record.Locks.Count > 0)
        {
            return AlreadyLocked;
        }

        var made = NewLock(call.Reason, call.Process.Program.User, call.Process.Program.Name);
        record.Add(made, made.MadeBy);
        return new(
            201,
            $$"""{"data":[{"code":"SUCCESS","details":{"Created_Time":"{{Time(made.Time)}}","id":"{{made.Id}}","Created_By":{{User(made.User)}}},"message":"record added","status":"success"}]}""");
    }

    private static Reply Update(SimulatedCall call, SimulatedRecord record, SimulatedLock found)
    {
        record.ChangeReason(found, call.Reason!, call.Process.Program.Name);
        return Changed(found, "relation updated");
    }

    private static Reply Unlock(SimulatedCall call, SimulatedRecord record, SimulatedLock found)
    {
        record.Remove(found, call.Process.Program.Name);
        return Changed(found, "relation removed");
    }

    private static Reply Changed(SimulatedLock changed, string message) => new(
        200, $$"""{"data":[{"code":"SUCCESS","details":{"id":"{{changed.Id}}"},"message":"{{message}}","status":"success"}]}""");
}
