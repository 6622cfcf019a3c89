namespace ZohoCrm.Emulator.Tests.Api.Coql;

/// <summary>Queries by id on a large module: each reads only the records it asks for, or this test takes minutes.</summary>
public sealed class CoqlScaleTests : IDisposable
{
    private const int Records = 100_000;

    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task A_module_of_100000_records_is_read_by_key_and_by_ids()
    {
        var ids = _emulation.Emulator.AddModule("Deals").AddRecords(Records);
        var read = new List<string>();
        var last = "0";
        while (true)
        {
            var page = await _emulation.QueryAsync($"select id from Deals where (Locked__s = 'false' and id > '{last}') order by id limit 2000");
            var found = page.Json["data"]!.AsArray().Select(row => (string)row!["id"]!).ToArray();
            read.AddRange(found);
            last = found[^1];
            if (!(bool)page.Json["info"]!["more_records"]!)
            {
                break;
            }
        }

        Assert.Equal(ids, read);
        Assert.Equal(Records / 2000, _emulation.Emulator.Counters.Count(Operation.QueryRecords));

        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var some = Enumerable.Range(0, 50).Select(_ => ids[random.Next(Records)]).Distinct().Order(StringComparer.Ordinal).ToArray();
            var page = await _emulation.QueryAsync($"select id, Stage, Locked__s from Deals where id in ('{string.Join("','", some)}') limit 50");
            Assert.Equal(some, page.Json["data"]!.AsArray().Select(row => (string)row!["id"]!));
        }
    }
}
