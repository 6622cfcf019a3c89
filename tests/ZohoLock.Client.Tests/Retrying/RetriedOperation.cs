using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>An operation of docs/retries.md, done to an emulated organisation.</summary>
internal abstract class RetriedOperation(FaultyCrm crm)
{
    /// <summary>Creates each operation, by the heading that its table stands under.</summary>
    public static IReadOnlyDictionary<string, Func<FaultyCrm, RetriedOperation>> All { get; } = new Dictionary<string, Func<FaultyCrm, RetriedOperation>>
    {
        ["Look"] = crm => new RecordOperation(crm, RecordCall.Look),
        ["Lock"] = crm => new RecordOperation(crm, RecordCall.Lock),
        ["Change the reason"] = crm => new RecordOperation(crm, RecordCall.ChangeReason),
        ["Unlock"] = crm => new RecordOperation(crm, RecordCall.Unlock),
        ["Look at a configuration"] = crm => new ConfigurationOperation(crm, "GET"),
        ["Make a configuration"] = crm => new ConfigurationOperation(crm, "POST"),
        ["Change a configuration"] = crm => new ConfigurationOperation(crm, "PUT"),
        ["Delete a configuration"] = crm => new ConfigurationOperation(crm, "DELETE"),
    };

    /// <summary>The HTTP method of its call.</summary>
    public abstract string Method { get; }

    /// <summary>Whether its call does the same however often it is made, so that it is repeated without a look.</summary>
    public abstract bool IsRepeatable { get; }

    /// <summary>What the user sees if it is done.</summary>
    public abstract string Success { get; }

    /// <summary>What the server has that the operation is about.</summary>
    public abstract object State { get; }

    protected FaultyCrm Crm { get; } = crm;

    public abstract Task<object?> RunAsync(Connection connection);

    /// <summary>Has somebody else lock the record or make a configuration, in the place of what was there.</summary>
    public abstract void Interfere();

    /// <summary>What a look found, in the words of the table.</summary>
    public abstract string Describe(string lookAnswer);

    /// <summary>Checks that what the operation brought and what the server has are what it is for.</summary>
    public abstract Task AssertDoneAsync(Connection connection, object? output);

    private sealed class RecordOperation(FaultyCrm crm, RecordCall call) : RetriedOperation(crm)
    {
        private readonly RecordLockEntry? _former = call.Prepare(crm);
        private RecordLockEntry? _others;

        public override string Method => call.Method();

        public override bool IsRepeatable => call is RecordCall.Look or RecordCall.ChangeReason;

        public override string Success => call == RecordCall.Unlock ? "`Unlocked`" : "the lock";

        public override object State => Crm.Locks;

        public override Task<object?> RunAsync(Connection connection) => call.MakeAsync(new RecordLockClient(connection.Api), _former);

        public override void Interfere()
        {
            Crm.Deals.RemoveLock(FaultyCrm.RecordId);
            _others = Crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason + " by others", Crm.Emulator.AddUser("Somebody Else"));
        }

        public override string Describe(string lookAnswer) =>
            lookAnswer.Length == 0 ? "no lock"
            : _others is not null && lookAnswer.Contains(_others.Id, StringComparison.Ordinal) ? "another's lock"
            : _former is not null && lookAnswer.Contains(_former.Id, StringComparison.Ordinal) ? "that lock"
            : "our lock";

        public override Task AssertDoneAsync(Connection connection, object? output)
        {
            if (_others is not null)
            {
                Assert.Equal([_others], Crm.Locks);
                Crm.Deals.RemoveLock(FaultyCrm.RecordId);
            }

            // A repeat that is refused because the first call was carried out is counted there; the row says how often the call was made.
            Crm.Emulator.Counters.Reset();
            call.AssertDone(Crm, _former, output);
            return Task.CompletedTask;
        }
    }

    private sealed class ConfigurationOperation : RetriedOperation
    {
        private static readonly LockingRule Rule = new() { Name = "Won", Criteria = CriteriaParser.Parse("Stage = 'Won'") };

        private readonly string? _formerId;

        public ConfigurationOperation(FaultyCrm crm, string method)
            : base(crm)
        {
            Method = method;
            crm.Deals.LockingConfiguration = method == "POST" ? LockingConfiguration.None : LockingConfiguration.Manual;
            _formerId = method == "POST" ? null : crm.Deals.ConfigurationId;
        }

        public override string Method { get; }

        public override bool IsRepeatable => Method == "GET";

        public override string Success => Method == "DELETE" ? "nothing: it is done" : "the configuration";

        public override object State => (Crm.Deals.ConfigurationId, Crm.Deals.LockingConfiguration);

        public override async Task<object?> RunAsync(Connection connection)
        {
            var client = new LockConfigurationClient(connection.Api);
            switch (Method)
            {
                case "GET":
                    return await client.GetAsync(FaultyCrm.Module);
                case "POST":
                    return await client.CreateAsync(new() { Module = FaultyCrm.Module, LockType = LockType.Both, LockingRules = [Rule] });
                case "PUT":
                    return await client.UpdateAsync(FaultyCrm.Module, current => (current with { LockType = LockType.Both }).WithRuleAdded(Rule));
                default:
                    await client.DeleteAsync(FaultyCrm.Module, _formerId);
                    return null;
            }
        }

        public override void Interfere()
        {
            Crm.Deals.LockingConfiguration = LockingConfiguration.None;
            Crm.Deals.LockingConfiguration = LockingConfiguration.Manual;
        }

        public override string Describe(string lookAnswer) =>
            lookAnswer.Length == 0 ? "no configuration"
            : lookAnswer.Contains($"\"{Rule.Name}\"", StringComparison.Ordinal) ? "our configuration"
            : _formerId is not null && lookAnswer.Contains(_formerId, StringComparison.Ordinal) ? "that configuration"
            : "another's configuration";

        public override async Task AssertDoneAsync(Connection connection, object? output)
        {
            var found = await new LockConfigurationClient(connection.Api).GetAsync(FaultyCrm.Module);
            if (Method == "DELETE")
            {
                Assert.NotEqual(_formerId, found?.Id);
                return;
            }

            var seen = Assert.IsType<LockConfiguration>(output);
            Assert.Equal((Crm.Deals.ConfigurationId, found!.Id), (seen.Id, seen.Id));
            Assert.True(_formerId is null || _formerId == seen.Id);
            Assert.Equal(found.LockType, seen.LockType);
            Assert.Equal(Method == "GET" ? [] : [Rule.Name], found.LockingRules.Select(rule => rule.Name));
        }
    }
}
