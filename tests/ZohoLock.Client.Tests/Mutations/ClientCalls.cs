using ZohoLock.Client.Tests.Finding;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Configuration.Portable;
using ZohoLock.Locking;
using ZohoLock.Metadata;

namespace ZohoLock.Client.Tests.Mutations;

/// <summary>Everything that a user can have a connection do, so that each endpoint is asked, with what becomes of the answers.</summary>
internal static class ClientCalls
{
    private const string Module = LockingCalls.Module;
    private const string RecordId = LockingCalls.RecordId;
    private const string LockId = LockingCalls.LockId;
    private const string Reason = "deal in progress";

    private static readonly LockConfiguration Wanted = new()
    {
        Module = Module,
        LockType = LockType.Both,
        LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
        ExcludedProfiles = [new("Standard")],
        ExcludedFields = [new("Description")],
        RestrictedCustomButtons = [new("Send with Zoho Sign")],
        LockingRules = [new() { Name = "Won", Criteria = CriteriaParser.Parse("Stage = 'Closed Won'") }],
    };

    public static IReadOnlyList<(string Name, Func<Connection, Task> MakeAsync)> All { get; } =
    [
        ("look", async connection => Check(await Locks(connection).ListAsync(Module, RecordId))),
        ("look at one", async connection => Check(await Locks(connection).GetAsync(Module, RecordId, LockId) is { } found ? [found] : [])),
        ("lock", async connection => Check([await Locks(connection).LockAsync(Module, RecordId, Reason)])),
        ("lock, or skip", async connection => Check([await Locks(connection).LockAsync(Module, RecordId, Reason, IfLocked.Skip)])),
        ("lock, or update", async connection => Check([await Locks(connection).LockAsync(Module, RecordId, Reason, IfLocked.Update)])),
        ("lock after a run that was cut off", async connection => Check([await Locks(connection).LockAsync(
            Module, RecordId, Reason, interruptedRun: new(DateTimeOffset.UnixEpoch, "5843104000000424672") { MayBeInFlight = true })])),
        ("change the reason", async connection => Check([await Locks(connection).UpdateReasonAsync(new RecordLock(Module, RecordId, LockId), Reason)])),
        ("look, and change the reason", async connection => Check([await Locks(connection).UpdateReasonAsync(Module, RecordId, Reason)])),
        ("unlock", async connection => Check(await Locks(connection).UnlockAsync(Module, RecordId, LockId))),
        ("look, and unlock", async connection => Check(await Locks(connection).UnlockAsync(Module, RecordId, ifUnlocked: IfUnlocked.Skip))),
        ("get a configuration", async connection => Check(await Configurations(connection).GetAsync(Module))),
        ("make a configuration", async connection => Check(await Configurations(connection).CreateAsync(Wanted))),
        ("change a configuration", async connection => Check(await Configurations(connection).UpdateAsync(
            Module, known => known with { LockType = LockType.Manual, ExcludedProfiles = [new("Administrator")] }))),
        ("change a rule", async connection => Check(await Configurations(connection).UpdateAsync(
            Module, known => known.WithRuleRemoved("Last activity rule").WithRuleAdded(Wanted.LockingRules[0])))),
        ("apply a configuration", async connection => Check(await Configurations(connection).PrepareAndApplyAsync(Wanted))),
        ("compare a configuration", async connection => _ = (await Configurations(connection).PrepareAsync(Wanted)).Changes.Select(change => $"{change}").ToArray()),
        ("delete a configuration", connection => Configurations(connection).DeleteAsync(Module, ConfigurationSample.Id)),
        ("get and delete a configuration", connection => Configurations(connection).DeleteAsync(Module)),
        ("export a configuration", async connection =>
        {
            var client = Configurations(connection);
            var named = await client.AddNamesAsync(await client.RequireAsync(Module));
            Assert.Equal(Module, PortableConfiguration.Read(PortableConfiguration.Write(named)).Module);
        }),
        ("fields", connection => new ModuleMetadata(connection.Api).GetFieldsAsync(Module)),
        ("profiles", connection => new ModuleMetadata(connection.Api).GetProfilesAsync()),
        ("buttons", connection => new ModuleMetadata(connection.Api).GetCustomButtonsAsync(Module)),
        ("views", connection => new ModuleMetadata(connection.Api).GetViewsAsync(Module)),
        ("modules", connection => new ModuleMetadata(connection.Api).GetModulesAsync()),
        ("find records", connection => Pages.ReadAsync(connection.GetFinder().FindAsync(new(Module) { First = 3 }))),
        ("count records", connection => connection.GetFinder().CountAsync(new(Module))),
        ("count locks by owner", connection => connection.GetFinder().CountLocksAsync(Module, "Owner")),
        ("find locked records", connection => Pages.ReadAsync(connection.GetFinder().FindLockedAsync(Module))),
        ("organisation", async connection =>
        {
            var isKnown = await connection.LearnOrganizationAsync();
            Assert.Equal(isKnown, connection.Organization is { Id: var id } && IsId(id));
            Assert.NotNull(connection.GetApiLimit());
        }),
        ("organisation, if it can be told", async connection =>
        {
            var problem = await connection.TryLearnOrganizationAsync();
            Assert.True(problem is null || connection.Organization is null);
            Assert.NotEmpty(await connection.GetOrganizationIdAsync());
        }),
        ("revoke", connection => connection.RevokeAsync()),
    ];

    private static RecordLockClient Locks(Connection connection) => new(connection.Api);

    private static LockConfigurationClient Configurations(Connection connection) => new(connection.Api);

    private static bool IsId(string? id) => id is { Length: > 0 and <= 32 } && id.All(char.IsAsciiDigit);

    private static void Check(IReadOnlyList<RecordLock> locks) => Assert.All(locks, found =>
    {
        Assert.Equal((Module, RecordId), (found.Module, found.RecordId));
        Assert.True(IsId(found.LockId));
        Assert.All((string?[])[found.LockedBy?.Id, found.ConfigurationId, found.RuleId], id => Assert.True(id is null || IsId(id)));
        Assert.True(found.Source is null || Enum.IsDefined(found.Source.Value));
    });

    private static void Check(RecordUnlock unlock) => Assert.True(Enum.IsDefined(unlock.Status) && unlock.RecordId == RecordId);

    private static void Check(LockConfiguration? configuration)
    {
        Assert.True(configuration is null || (IsId(configuration.Id) && configuration.Module == Module));
        Assert.All(configuration?.GetChangesFrom(configuration) ?? [], change => Assert.NotEmpty(change.ToString()));
        Assert.All(configuration?.LockingRules ?? [], rule => Assert.True(rule.Criteria is null || rule.Criteria.ToString().Length > 0));
    }
}
