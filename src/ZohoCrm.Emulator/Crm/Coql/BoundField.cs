using ZohoCrm.Emulator.Crm.Fields;

namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>A field of the queried module, or of what one of its lookup fields refers to, with the way to read it.</summary>
/// <param name="Path">How the query names it.</param>
/// <param name="Field">The field.</param>
/// <param name="ValueOf">Reads its value, null or empty if there is none.</param>
internal sealed record BoundField(string Path, CrmField Field, Func<CrmRecord, string?> ValueOf)
{
    public CoqlKind Kind { get; } = CoqlKinds.Get(Field.DataType);

    /// <summary>The value of a record, to be compared; null if it is empty.</summary>
    public object? Read(CrmRecord record) => ValueOf(record) is { Length: > 0 } value ? Kind.Read(value) : null;

    /// <summary>Compares the values of two records; an empty one comes first.</summary>
    public int Compare(CrmRecord left, CrmRecord right) => (Read(left), Read(right)) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        var (a, b) => Kind.Compare(a, b),
    };
}

/// <summary>Finds the fields that a query names.</summary>
internal sealed class FieldBinder(CrmOrganization organization, CrmModule module)
{
    /// <summary>Finds a field.</summary>
    /// <exception cref="CoqlException">There is no such field.</exception>
    public BoundField Bind(string path)
    {
        if (path.Split('.') is not [var name, .. var rest])
        {
            throw CoqlException.UnknownColumn(path);
        }

        var field = module.FindField(name) ?? throw CoqlException.UnknownColumn(path);
        return rest switch
        {
            [] => new(path, field, record => ReadOwn(record, field)),
            [var inner] when DataTypes.IsUser(field.DataType) => BindUser(path, field, inner),
            [var inner] when field.LookupModule is { } target => BindLookup(path, field, target, inner),
            _ => throw CoqlException.UnknownColumn(path),
        };
    }

    /// <summary>Users are stored by id; a row may have been given with a name.</summary>
    private string? ReadOwn(CrmRecord record, CrmField field)
    {
        var value = module.ValueOf(record, field.ApiName);
        return value is not null && DataTypes.IsUser(field.DataType) ? organization.FindUser(value)?.Id ?? value : value;
    }

    private BoundField BindUser(string path, CrmField field, string inner)
    {
        var (type, read) = inner switch
        {
            "id" => ("bigint", (Func<Organization.CrmUser, string?>)(user => user.Id)),
            "first_name" => ("text", user => user.FirstName),
            "last_name" => ("text", user => user.LastName),
            "full_name" => ("text", user => user.Name),
            "email" => ("email", user => user.Email),
            _ => throw CoqlException.UnknownColumn(path),
        };
        return new(
            path,
            new(field.Id, inner, inner, type, IsReadOnly: true),
            record => ReadOwn(record, field) is { } id && organization.FindUser(id) is { } user ? read(user) : null);
    }

    private BoundField BindLookup(string path, CrmField field, string target, string inner)
    {
        if (!organization.TryFindModule(target, StringComparison.Ordinal, out var other) || other.FindField(inner) is not { } innerField)
        {
            throw CoqlException.UnknownColumn(path);
        }

        return new(
            path,
            innerField,
            record => ReadOwn(record, field) is { } id && other.Find(id) is { } found ? other.ValueOf(found, inner) : null);
    }
}
