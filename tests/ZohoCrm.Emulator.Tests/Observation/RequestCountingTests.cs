namespace ZohoCrm.Emulator.Tests.Observation;

public sealed class RequestCountingTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Calls_are_counted_by_method_operation_and_status()
    {
        await _emulation.LockAsync();
        await _emulation.LockAsync();
        await _emulation.ListAsync();
        var id = _emulation.Leads.GetLocks(Emulation.RecordId)[0].Id;
        await _emulation.GetAsync(Emulation.LockPath(id));
        await _emulation.SendAsync("PUT", Emulation.LockPath(id), Emulation.ReasonBody);
        await _emulation.SendAsync("DELETE", Emulation.LockPath(id));
        await _emulation.GetAsync("/crm/v7/org");
        await _emulation.GetAsync("/crm/v7/Leads?fields=id");
        await _emulation.GetAsync($"/crm/v7/Leads/{Emulation.RecordId}");
        await _emulation.SendAsync("PUT", $"/crm/v7/Leads/{Emulation.RecordId}", """{"data":[{"City":"x"}]}""");
        await _emulation.TokenAsync();
        await _emulation.GetAsync("/nowhere");

        Assert.Equal(
            [
                new("GET", Operation.Other, 404, 1),
                new("POST", Operation.Token, 200, 1),
                new("GET", Operation.ListLocks, 200, 1),
                new("GET", Operation.GetLock, 200, 1),
                new("POST", Operation.LockRecord, 201, 1),
                new("POST", Operation.LockRecord, 403, 1),
                new("PUT", Operation.UpdateLock, 200, 1),
                new("DELETE", Operation.UnlockRecord, 200, 1),
                new("GET", Operation.ListRecords, 200, 1),
                new("GET", Operation.GetRecord, 200, 1),
                new("PUT", Operation.UpdateRecord, 200, 1),
                new("GET", Operation.GetOrganization, 200, 1),
            ],
            Emulator.Counters.Rows);
        Assert.Equal(12, Emulator.Counters.Total);
        Assert.Equal(3, Emulator.Counters.Count("POST"));
        Assert.Equal(1, Emulator.Counters.Count("POST", 403));
        Assert.Equal(2, Emulator.Counters.Count(Operation.LockRecord));
        Assert.Equal(1, Emulator.Counters.RepeatedLocks);
        Assert.Equal(1, Emulator.Counters.PeakConcurrency);

        Emulator.Counters.Reset();

        Assert.Empty(Emulator.Counters.Rows);
        Assert.Equal(
            (0, 0, 0, 0),
            (Emulator.Counters.Total, Emulator.Counters.RepeatedLocks, Emulator.Counters.TokensIssued, Emulator.Counters.PeakConcurrency));
    }

    [Fact]
    public async Task Requests_are_recorded_while_the_setting_is_on()
    {
        await _emulation.ListAsync();
        _emulation.Settings.RecordRequests = true;
        await _emulation.LockAsync();
        _emulation.Settings.RecordRequests = false;
        await _emulation.ListAsync();

        var request = Assert.Single(Emulator.Requests);
        Assert.Equal(("POST", Emulation.Locks, Emulation.ReasonBody), (request.Method, request.PathAndQuery, request.Body));
        Assert.Equal($"Zoho-oauthtoken {_emulation.Token}", request.Header("authorization"));
        Assert.Null(request.Header("X-Nothing"));
        Emulator.ClearRequests();
        Assert.Empty(Emulator.Requests);
    }
}
