using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.Crm.Fields;

/// <summary>The fields of a module: the standard fields, those added, and the columns of its records. A field keeps its id.</summary>
internal sealed class FieldTable
{
    private readonly IdGenerator _ids;
    private readonly List<CrmField> _fields = [];
    private readonly Dictionary<string, CrmField> _byName = [];
    private readonly HashSet<string> _columns = [];

    public FieldTable(string module, string nameField, IdGenerator ids)
    {
        _ids = ids;
        foreach (var field in StandardFields.Get(module, nameField))
        {
            TryAdd(field.ApiName, CreateLabel(field.ApiName), field.DataType, field.IsReadOnly);
        }
    }

    public CrmField Add(string apiName, string label, string dataType, bool isReadOnly) =>
        TryAdd(apiName, label, dataType, isReadOnly)
            ?? throw new ArgumentException($"There is a field {apiName} already.", nameof(apiName));

    /// <summary>Records the columns of a record: they are fields too. <see cref="GetAll"/> finds their data types.</summary>
    public void AddColumns(IEnumerable<string> names) => _columns.UnionWith(names);

    public bool Contains(string apiName) => _byName.ContainsKey(apiName) || _columns.Contains(apiName);

    /// <summary>All fields, including the columns of <paramref name="records"/>.</summary>
    public IReadOnlyList<CrmField> GetAll(IEnumerable<IReadOnlyDictionary<string, string?>> records)
    {
        var columns = records.SelectMany(record => record)
            .Where(column => !_byName.ContainsKey(column.Key))
            .GroupBy(column => column.Key, column => column.Value);
        foreach (var column in columns.ToArray())
        {
            TryAdd(column.Key, CreateLabel(column.Key), DataTypes.Infer(column), isReadOnly: false);
        }

        return [.. _fields];
    }

    /// <summary>Derives the label that users see from an API name.</summary>
    public static string CreateLabel(string apiName) => apiName switch
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
