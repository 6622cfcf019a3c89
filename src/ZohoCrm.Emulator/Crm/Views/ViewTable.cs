using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Crm.Coql;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Crm.Views;

/// <summary>The views of a module: the system's and those added. Not thread-safe: the caller holds <see cref="CrmModule.Sync"/>.</summary>
internal sealed class ViewTable(CrmModule module, EmulatorSettings settings, IdGenerator ids, TimeProvider time)
{
    private const string LockedPrefix = "ALLLOCKED";
    private const string Converted = "Converted__s";

    private List<CrmCustomView>? _views;
    private CrmCustomView? _locked;

    // The system's views are created when somebody asks for views, because they take ids.
    private List<CrmCustomView> Views => _views ??= [CreateAll(), _locked = CreateLocked()];

    public CrmCustomView[] GetAll() => [.. Views.Where(IsVisible)];

    public CrmCustomView? Find(string id) => Views.Find(view => view.Id == id && IsVisible(view));

    public CrmCustomView Add(string name, string? criteria, string? systemName)
    {
        try
        {
            var view = new CrmCustomView(ids.Next(), name, systemName)
            {
                CreatedTime = systemName is null ? time.GetUtcNow() : null,
                Criteria = criteria is null ? null : ViewCriteria.Convert(CoqlParser.ParseCondition(criteria, CoqlQuotes.Either), module),
            };
            Views.Add(view);
            return view;
        }
        catch (CoqlException exception)
        {
            var details = string.Join(", ", exception.Details.Select(detail => $"{detail.Name} {detail.Value}"));
            throw new ArgumentException($"The criteria '{criteria}' are invalid: {exception.Message} ({details}).", nameof(criteria), exception);
        }
    }

    public bool Remove(string id) => Views.RemoveAll(view => view.Id == id) > 0;

    private bool IsVisible(CrmCustomView view) =>
        view != _locked || settings.Unknowns.LockedViews switch
        {
            LockedViews.None => false,
            LockedViews.AllModules => module.LockableFrom < int.MaxValue,
            _ => module.LockableFrom < int.MaxValue && StandardModules.Find(module.ApiName) is not null,
        };

    private CrmCustomView CreateAll()
    {
        var label = FieldTable.CreateLabel(module.ApiName);
        var isForLeads = module.FindField(Converted) is not null;
        return new(ids.Next(), isForLeads ? $"All Open {label}" : $"All {label}", "ALLVIEWS")
        {
            DisplayValue = $"All {label}",
            IsDefault = true,
            Criteria = isForLeads ? ViewCriteria.IsBoolean(module, Converted, value: false) : null,
        };
    }

    private CrmCustomView CreateLocked()
    {
        Criteria locked = ViewCriteria.IsBoolean(module, "Locked__s", value: true);
        var systemName = LockedPrefix + module.ApiName.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        return new(ids.Next(), $"All Locked {FieldTable.CreateLabel(module.ApiName)}", systemName)
        {
            Criteria = module.FindField(Converted) is null
                ? locked
                : new CriteriaGroup(IsAnd: true, [locked, ViewCriteria.IsBoolean(module, Converted, value: false)]),
        };
    }
}
