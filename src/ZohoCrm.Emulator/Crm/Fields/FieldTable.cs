using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.Crm.Fields;

/// <summary>The fields of a module: the standard fields, those added, and the columns of its records. A field keeps its id.</summary>
internal sealed class FieldTable
{
    private readonly IdGenerator _ids;
    private readonly List<CrmField> _fields = [];
    private readonly Dictionary<string, CrmField> _byName = [];
    private readonly HashSet<string> _newColumns = [];

    public FieldTable(string module, string nameField, IdGenerator ids)
    {
        _ids = ids;
        foreach (var field in StandardFields.Get(module, nameField))
        {
            TryAdd(new(ids.Next(), field.ApiName, CreateLabel(field.ApiName), field.DataType, field.IsReadOnly)
            {
                PicklistValues = field.DataType == "picklist" ? StandardPicklists.Get(module, field.ApiName) : [],
                LookupModule = field.LookupModule,
            });
        }
    }

    public CrmField Add(CrmField field) =>
        TryAdd(field) ? field : throw new ArgumentException($"There is a field {field.ApiName} already.", nameof(field));

    /// <summary>Records the columns of a record: they are fields too. <see cref="GetAll"/> and <see cref="Find"/> find their data types.</summary>
    public void AddColumns(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!_byName.ContainsKey(name))
            {
                _newColumns.Add(name);
            }
        }
    }

    public bool Contains(string apiName) => _byName.ContainsKey(apiName) || _newColumns.Contains(apiName);

    /// <summary>Finds a field, which may be a column of <paramref name="records"/>.</summary>
    public CrmField? Find(string apiName, IEnumerable<CrmRecord> records)
    {
        AddNewColumns(records);
        return _byName.GetValueOrDefault(apiName);
    }

    /// <summary>All fields, including the columns of <paramref name="records"/>.</summary>
    public CrmField[] GetAll(IEnumerable<CrmRecord> records)
    {
        AddNewColumns(records);
        return [.. _fields];
    }

    /// <summary>Derives the label that users see from an API name.</summary>
    public static string CreateLabel(string apiName) => apiName switch
    {
        "id" => "Record Id",
        _ => (apiName.EndsWith("__s", StringComparison.Ordinal) ? apiName[..^3] : apiName).Replace('_', ' '),
    };

    private void AddNewColumns(IEnumerable<CrmRecord> records)
    {
        if (_newColumns.Count == 0)
        {
            return;
        }

        var columns = records.SelectMany(record => record.Fields)
            .Where(column => _newColumns.Contains(column.Key) && !_byName.ContainsKey(column.Key))
            .GroupBy(column => column.Key, column => column.Value);
        foreach (var column in columns.ToArray())
        {
            TryAdd(new(_ids.Next(), column.Key, CreateLabel(column.Key), DataTypes.Infer(column), IsReadOnly: false));
            _newColumns.Remove(column.Key);
        }
    }

    private bool TryAdd(CrmField field)
    {
        if (!_byName.TryAdd(field.ApiName, field))
        {
            return false;
        }

        _fields.Add(field);
        return true;
    }
}
