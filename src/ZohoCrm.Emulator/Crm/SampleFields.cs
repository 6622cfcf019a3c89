using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.Crm;

/// <summary>
/// The fields of a generated record. They are derived from its number each time they are read, so that millions of records need no memory
/// for them, and are the same in every run.
/// </summary>
internal sealed class SampleFields(SampleColumns columns, int number) : IReadOnlyDictionary<string, string?>
{
    public int Count => columns.Names.Length;

    public IEnumerable<string> Keys => columns.Names;

    public IEnumerable<string?> Values => columns.Names.Select(name => this[name]);

    public string? this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no field {key}.");

    public bool ContainsKey(string key) => Array.IndexOf(columns.Names, key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string? value)
    {
        var index = Array.IndexOf(columns.Names, key);
        value = index < 0 ? null : columns.Create(index, number);
        return index >= 0;
    }

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() =>
        columns.Names.Select((name, index) => KeyValuePair.Create(name, columns.Create(index, number))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The columns of generated records: the fields of a module for which there are sample values.</summary>
internal sealed class SampleColumns
{
    private static readonly DateOnly FirstDate = new(2026, 1, 1);

    private readonly Func<uint, string?>[] _create;

    public SampleColumns(IEnumerable<CrmField> fields, IReadOnlyList<CrmUser> users)
    {
        (string Name, Func<uint, string?>? Create)[] columns =
            [.. fields.Where(field => !field.IsReadOnly).Select(field => (field.ApiName, GetCreator(field, users)))];
        columns = Array.FindAll(columns, column => column.Create is not null);
        Names = Array.ConvertAll(columns, column => column.Name);
        _create = Array.ConvertAll(columns, column => column.Create!);
    }

    public string[] Names { get; }

    public string? Create(int column, int number) => _create[column](Mix((uint)number, (uint)column));

    private static Func<uint, string?>? GetCreator(CrmField field, IReadOnlyList<CrmUser> users) => field switch
    {
        { ApiName: "Owner" } => chance => users[(int)(chance % users.Count)].Id,
        { ApiName: "Company" } => chance => string.Create(CultureInfo.InvariantCulture, $"Company {chance % 50}"),
        { DataType: "picklist", PicklistValues: { Count: > 0 } values } => chance => values[(int)(chance % values.Count)].ActualValue,
        { DataType: "integer" } => chance => (chance % 101).ToString(CultureInfo.InvariantCulture),
        { DataType: "currency" } => CreateAmount,
        { DataType: "date" } => chance => FirstDate.AddDays((int)(chance % 730)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>An amount of up to 100,000, with cents or without; one of ten is empty.</summary>
    private static string? CreateAmount(uint chance) => chance % 10 == 0
        ? null
        : (chance / 10 % 10_000_000 / 100m).ToString(chance % 3 == 0 ? "0.00" : "0", CultureInfo.InvariantCulture);

    /// <summary>Spreads a record's number and a column over all numbers of 32 bits.</summary>
    private static uint Mix(uint number, uint column)
    {
        var mixed = unchecked((number * 2_654_435_761u) ^ (column * 2_246_822_519u));
        mixed = unchecked((mixed ^ (mixed >> 15)) * 2_246_822_519u);
        mixed = unchecked((mixed ^ (mixed >> 13)) * 3_266_489_917u);
        return mixed ^ (mixed >> 16);
    }
}
