using System.Globalization;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Crm;

/// <summary>Creates the records of a module: of given values, of rows, and generated ones.</summary>
internal sealed class RecordFactory(string module, string nameField, EmulatorSettings settings, TimeProvider time, IdGenerator ids)
{
    public CrmRecord Create(string id, string name, IReadOnlyDictionary<string, string?>? fields) =>
        new(id, name, fields is null ? null : new Dictionary<string, string?>(fields), time.GetUtcNow());

    /// <summary>Creates a record of a row's values. An id or a name that it does not have is generated.</summary>
    public CrmRecord Create(RecordValues values, int number) =>
        Create(values.Id ?? ids.Next(), values.Name ?? CreateName(number), values.Fields);

    public CrmRecord CreateSample(SampleColumns columns, int number) =>
        new(ids.Next(), CreateName(number), new SampleFields(columns, number), time.GetUtcNow());

    /// <summary>Reads a row.</summary>
    /// <exception cref="ArgumentException">The row can't be read.</exception>
    public RecordValues Read(object row) => RecordValues.Read((settings.RowReader ?? RecordValues.ReadDictionary)(row), nameField);

    private string CreateName(int number) => string.Create(CultureInfo.InvariantCulture, $"{module} {number} (Sample)");
}
