using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.Crm.Fields;

/// <summary>The module that stores locks. Its fields can be listed, but not its records (protocol 3 and 13).</summary>
internal sealed class LockingInformation
{
    /// <summary>Its API name.</summary>
    public const string ApiName = "Locking_Information__s";

    private const long Number = 2281;
    private const long FirstField = 758101;

    private static readonly StandardField[] Columns =
    [
        new("Locked_Reason__s", "textarea"),
        new("Lock_Source__s", "picklist", IsReadOnly: true),
        new("Locked_For__s", "multi_module_lookup", IsReadOnly: true),
        new("Locked_Time__s", "datetime", IsReadOnly: true),
        new("Locked_By__s", "userlookup", IsReadOnly: true),
        new("id", "bigint", IsReadOnly: true),
        new("Record_Locking_Rule_Id__s", "bigint", IsReadOnly: true),
        new("Record_Locking_Configuration_Id__s", "bigint", IsReadOnly: true),
        new("Feature_Type__s", "picklist", IsReadOnly: true),
    ];

    public LockingInformation(IdGenerator ids)
    {
        Id = ids.WithSuffix(Number);
        Fields = [.. Columns.Select((column, index) => new CrmField(
            ids.WithSuffix(FirstField + index),
            column.ApiName,
            FieldTable.CreateLabel(column.ApiName),
            column.DataType,
            column.IsReadOnly))];
    }

    /// <summary>The module's id.</summary>
    public string Id { get; }

    public IReadOnlyList<CrmField> Fields { get; }
}
