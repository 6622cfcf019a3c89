using ZohoCrm.Emulator.Crm.Configurations;

namespace ZohoCrm.Emulator.Crm.Views;

/// <summary>A custom view of a module, or one of the system's (protocol 9.1).</summary>
/// <param name="Id">The view's id: <c>cvid</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="SystemName">Its <c>system_name</c>; null for a user's view.</param>
public sealed record CrmCustomView(string Id, string Name, string? SystemName)
{
    /// <summary>The name that users see.</summary>
    public string DisplayValue { get; init; } = Name;

    /// <summary>Whether it is the view that users see first.</summary>
    public bool IsDefault { get; init; }

    /// <summary>When it was created; null for a view of the system's.</summary>
    public DateTimeOffset? CreatedTime { get; init; }

    /// <summary>Whether the system defined it.</summary>
    public bool IsSystemDefined => SystemName is not null;

    /// <summary>What its records fulfil; null for all records.</summary>
    internal Criteria? Criteria { get; init; }

    /// <summary>Whether its criteria say which converted leads it shows.</summary>
    internal bool SelectsConverted => Criteria is not null && Names(Criteria, "Converted__s");

    /// <summary>Whether it shows a record of its module.</summary>
    internal bool Shows(CrmModule module, CrmRecord record) => Criteria?.Matches(field => module.ValueOf(record, field)) != false;

    private static bool Names(Criteria criteria, string field) => criteria is CriteriaGroup group
        ? group.Members.Any(member => Names(member, field))
        : ((FieldCriteria)criteria).Field.ApiName == field;
}
