using ZohoCrm.Emulator.Configurations;
using ZohoCrm.Emulator.Records;

namespace ZohoCrm.Emulator.Metadata;

/// <summary>
/// The fields of a module: the standard ones, those added, and whatever columns its records have; an id once given stays.
/// </summary>
internal sealed class FieldTable
{
    private readonly IdSequence _ids;
    private readonly List<CrmField> _fields = [];
    private readonly Dictionary<string, CrmField> _byName = [];
    private readonly HashSet<string> _columns = [];

    public FieldTable(string module, string nameField, IdSequence ids)
    {
        _ids = ids;
        foreach (var field in StandardFields.Of(module, nameField))
        {
            TryAdd(field.ApiName, LabelOf(field.ApiName), field.DataType, field.IsReadOnly);
        }
    }

    public CrmField Add(string apiName, string label, string dataType, bool isReadOnly) =>
        TryAdd(apiName, label, dataType, isReadOnly)
            ?? throw new ArgumentException($"There is a field {apiName} already.", nameof(apiName));

    /// <summary>Takes note of a record's columns: they are fields, whose data types their values tell later.</summary>
    public void AddColumns(IEnumerable<string> names) => _columns.UnionWith(names);

    public bool Contains(string apiName) => _byName.ContainsKey(apiName) || _columns.Contains(apiName);

    /// <summary>All fields, the columns of <paramref name="records"/> among them.</summary>
    public IReadOnlyList<CrmField> All(IEnumerable<CrmRecord> records)
    {
        var columns = records.SelectMany(record => record.Fields)
            .Where(column => !_byName.ContainsKey(column.Key))
            .GroupBy(column => column.Key, column => column.Value);
        foreach (var column in columns.ToArray())
        {
            TryAdd(column.Key, LabelOf(column.Key), DataTypes.Of(column), isReadOnly: false);
        }

        return [.. _fields];
    }

    public static string LabelOf(string apiName) => apiName switch
    {
        "id" => "Record Id",
        _ => (apiName.EndsWith("__s", StringComparison.Ordinal) ? apiName[..^3] : apiName).Replace('_', ' '),
    };

    private CrmField? TryAdd(string apiName, string label, string dataType, bool isReadOnly)
    {
        if (_byName.ContainsKey(apiName))
        {
            return null;
        }

        var field = new CrmField(_ids.Next(), apiName, label, dataType, isReadOnly);
        _byName.Add(apiName, field);
        _fields.Add(field);
        return field;
    }
}
