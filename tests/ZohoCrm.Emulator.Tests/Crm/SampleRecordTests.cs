namespace ZohoCrm.Emulator.Tests.Crm;

/// <summary>The records that the emulator generates.</summary>
public sealed class SampleRecordTests
{
    [Fact]
    public void Generated_records_vary_and_are_the_same_in_every_run()
    {
        using var first = new CrmEmulator();
        using var second = new CrmEmulator();

        var fields = Generate(first);

        Assert.Equal(fields, Generate(second));
        Assert.Equal(9, Values("Stage").Distinct().Count());
        Assert.InRange(Values("Amount").Distinct().Count(), 800, 1000);
        Assert.Contains(null, Values("Amount"));
        Assert.InRange(Values("Closing_Date").Distinct().Count(), 400, 730);
        Assert.Equal(3, Values("Owner").Distinct().Count());
        IEnumerable<string?> Values(string field) => fields.Select(row => row[field]);
    }

    [Fact]
    public void A_generated_record_can_be_changed()
    {
        using var emulator = new CrmEmulator();
        var deals = emulator.AddModule("Deals");
        deals.AddRecords(1);
        var record = Assert.Single(deals.Records);

        Assert.Equal(deals.Fields.Where(field => record.Fields.ContainsKey(field.ApiName)).Select(field => field.ApiName), record.Fields.Keys);
        Assert.Throws<KeyNotFoundException>(() => record.Fields["Nothing"]);
        Assert.Equal(emulator.User.Id, record.Fields["Owner"]);
    }

    private static List<Dictionary<string, string?>> Generate(CrmEmulator emulator)
    {
        emulator.AddUser("Jane Doe");
        emulator.AddUser("John Doe");
        var deals = emulator.AddModule("Deals");
        deals.AddRecords(1000);
        return [.. deals.Records.Select(record => new Dictionary<string, string?>(record.Fields))];
    }
}
