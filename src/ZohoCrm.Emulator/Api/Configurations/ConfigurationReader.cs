using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Reads a configuration from a body. A missing property stays unchanged; null clears it (protocol 2.2).</summary>
internal sealed class ConfigurationReader(EmulatorSettings settings, Func<IReadOnlyList<CrmProfile>> getProfiles)
{
    private const string Root = ConfigurationErrors.Root;
    private const string ExceptExcluded = "all_profiles_except_excluded_profiles";
    private const string ExceptExcludedSingular = "all_profiles_except_excluded_profile";
    private const int MaxActions = 10;
    private const int MaxExcluded = 15;
    private const int MaxButtons = 30;

    private static readonly string[] LockTypes = ["manual", "automatic", "both"];
    private static readonly string[] LockedFor = ["all_profiles", ExceptExcluded];
    private static readonly string[] Actions = ["convert", "update", "delete", "change_owner", "tags"];
    private static readonly string[] Communications = ["send_mail", "send_survey", "send_portal_invitation"];

    private static readonly HashSet<string> Known =
    [
        "created_time", "locked_for", "excluded_fields", "created_by", "feature_type", "locking_rules", "restricted_actions",
        "lock_for_portal_users", "modified_time", "restricted_communications", "system_defined", "modified_by", "id", "lock_type",
        "restricted_custom_buttons", "lock_excluded_profiles",
    ];

    /// <summary>Applies an item to a configuration (or to a new one). The caller holds <see cref="CrmModule.Sync"/>.</summary>
    /// <exception cref="ApiErrorException">The configuration is invalid.</exception>
    public RecordLockingConfiguration Read(JsonElement item, CrmModule module, RecordLockingConfiguration before, bool isUpdate)
    {
        RefuseReadOnly(item);
        var fields = new FieldFinder(module.Fields);
        var read = before with
        {
            LockType = ReadLockType(item, before, isUpdate),
            IsForAllProfiles = ReadLockedFor(item, before),
            ExcludedProfiles = IsSent(item, "lock_excluded_profiles") ? ReadProfiles(item) : before.ExcludedProfiles,
            RestrictedActions = IsSent(item, "restricted_actions") ? ReadActions(item) : before.RestrictedActions,
            RestrictedCommunications =
                IsSent(item, "restricted_communications") ? ReadCommunications(item) : before.RestrictedCommunications,
            RestrictedCustomButtons =
                IsSent(item, "restricted_custom_buttons") ? ReadButtons(item, module) : before.RestrictedCustomButtons,
            ExcludedFields = IsSent(item, "excluded_fields") ? ReadExcludedFields(item, fields) : before.ExcludedFields,
            LocksForPortalUsers =
                IsSent(item, "lock_for_portal_users") ? item.GetFlag("lock_for_portal_users", Root) ?? true : before.LocksForPortalUsers,
            Rules = IsSent(item, "locking_rules") ? ReadRules(item, module, fields, before, isUpdate) : before.Rules,
            UnknownKeys = settings.Unknowns.UnknownConfigurationKeysKept ? item.GetUnknown(Known, before.UnknownKeys) : before.UnknownKeys,
        };
        RequireDependencies(read);
        return read;
    }

    private static bool IsSent(JsonElement item, string name) => item.TryGetProperty(name, out _);

    private static void RequireDependencies(RecordLockingConfiguration read)
    {
        if (read is { LockType: not LockingConfiguration.Manual, Rules: null or { Count: 0 } })
        {
            throw new ApiErrorException(ConfigurationErrors.DependentMissing(
                "locking_rules", "lock_type", "locking_rules should have been given when lock_type is given as automatic or both"));
        }

        if (read is { IsForAllProfiles: false, ExcludedProfiles: null or { Count: 0 } })
        {
            throw new ApiErrorException(ConfigurationErrors.DependentMissing(
                "lock_excluded_profiles",
                "locked_for",
                $"lock_excluded_profiles should have been given when locked_for is given as {ExceptExcluded} "));
        }
    }

    private void RefuseReadOnly(JsonElement item)
    {
        if (item.GetText("feature_type", Root) is not (null or "record_locking"))
        {
            throw new ApiErrorException(ConfigurationErrors.Invalid("feature_type", $"{Root}.feature_type"));
        }

        if (IsSent(item, "system_defined") && !settings.Contradictions.SystemDefinedAccepted)
        {
            throw new ApiErrorException(ConfigurationErrors.Invalid("system_defined", $"{Root}.system_defined"));
        }
    }

    private LockingConfiguration ReadLockType(JsonElement item, RecordLockingConfiguration before, bool isUpdate)
    {
        if (isUpdate && settings.Contradictions.LockTypeOptionalOnUpdate && !IsSent(item, "lock_type"))
        {
            return before.LockType;
        }

        return item.GetText("lock_type", Root) switch
        {
            "manual" => LockingConfiguration.Manual,
            "automatic" => LockingConfiguration.Automatic,
            "both" => LockingConfiguration.Both,
            null => throw new ApiErrorException(ConfigurationErrors.Missing("lock_type", $"{Root}.lock_type")),
            _ => throw new ApiErrorException(
                ConfigurationErrors.NotOneOf(LockTypes, "lock_type", "lock_type", $"{Root}.lock_type")),
        };
    }

    private bool ReadLockedFor(JsonElement item, RecordLockingConfiguration before) => item.GetText("locked_for", Root) switch
    {
        null => IsSent(item, "locked_for") || before.IsForAllProfiles,
        "all_profiles" => true,
        ExceptExcluded => false,
        ExceptExcludedSingular when settings.Contradictions.LockedForSingularAccepted => false,
        _ => throw new ApiErrorException(
            ConfigurationErrors.NotOneOf(LockedFor, "locked_for", "locked_for", $"{Root}.locked_for")),
    };

    private CrmProfile[]? ReadProfiles(JsonElement item) => ReadObjects(
        item,
        "lock_excluded_profiles",
        "excluded profiles",
        MaxExcluded,
        (sent, path) => FindByIdOrName(sent, path, getProfiles(), profile => profile.Id, profile => profile.Name)
            ?? throw new ApiErrorException(ConfigurationErrors.NotFound("lock_excluded_profiles", "id", $"{path}.id")));

    private static CrmCustomButton[]? ReadButtons(JsonElement item, CrmModule module) => ReadObjects(
        item,
        "restricted_custom_buttons",
        "restricted custom buttons",
        MaxButtons,
        (sent, path) => FindByIdOrName(sent, path, module.CustomButtons, button => button.Id, button => button.Name)
            ?? throw new ApiErrorException(ConfigurationErrors.NotFound("custom button", "id", $"{path}.id")));

    private static CrmField[]? ReadExcludedFields(JsonElement item, FieldFinder fields) => ReadObjects(
        item,
        "excluded_fields",
        "excluded fields",
        MaxExcluded,
        (sent, path) =>
        {
            var field = fields.Find(sent, path, path);
            return field is { IsReadOnly: false, ApiName: not ("Tag" or "Owner") }
                ? field
                : throw new ApiErrorException(
                    ConfigurationErrors.NotSupported("Field not supported", "api_name", $"{path}.api_name"));
        });

    private static T[]? ReadObjects<T>(JsonElement item, string name, string what, int max, Func<JsonElement, string, T> read)
    {
        if (item.GetItems(name, Root) is not { } items)
        {
            return null;
        }

        // The list is replaced as a whole, so that its old items do not count.
        return items.Length > max
            ? throw new ApiErrorException(ConfigurationErrors.LimitExceeded(what, max, max, name))
            : [.. items.Select((sent, i) =>
            {
                var path = $"{Root}.{name}[{i}]";
                sent.RequireObject(name, path);
                return read(sent, path);
            })];
    }

    private static T? FindByIdOrName<T>(JsonElement item, string path, IReadOnlyList<T> all, Func<T, string> idOf, Func<T, string> nameOf)
        where T : class
    {
        var id = item.GetId(path);
        var name = item.GetText("name", path);
        return all.FirstOrDefault(one => id is null ? nameOf(one) == name : idOf(one) == id);
    }

    private string[] ReadActions(JsonElement item)
    {
        var actions = ReadTexts(item, "restricted_actions", MaxActions) ?? [];
        var wrong = Array.FindIndex(
            actions, action => !Actions.Contains(action) || (action == "convert" && !settings.Contradictions.ConvertRestrictable));
        return wrong < 0
            ? actions.Contains("update") ? actions : ["update", .. actions]
            : throw new ApiErrorException(
                ConfigurationErrors.NotOneOf(Actions, "action", "restricted_actions", $"{Root}.restricted_actions[{wrong}]"));
    }

    private string[]? ReadCommunications(JsonElement item)
    {
        const string Name = "restricted_communications";
        if (ReadTexts(item, Name, Communications.Length) is not { } communications)
        {
            return null;
        }

        var wrong = Array.FindIndex(communications, communication => !Communications.Contains(communication));
        if (wrong >= 0)
        {
            throw new ApiErrorException(
                ConfigurationErrors.NotOneOf(Communications, "communications", Name, $"{Root}.{Name}[{wrong}]"));
        }

        return settings.Contradictions.OnlyMailRestrictable && Array.Exists(communications, communication => communication != "send_mail")
            ? throw new ApiErrorException(ConfigurationErrors.NotSupported("communications not found", Name, $"{Root}.{Name}"))
            : communications;
    }

    private static string[]? ReadTexts(JsonElement item, string name, int max)
    {
        if (item.GetItems(name, Root) is not { } items)
        {
            return null;
        }

        var wrong = Array.FindIndex(items, sent => sent.ValueKind != JsonValueKind.String);
        if (wrong >= 0)
        {
            throw new ApiErrorException(ConfigurationErrors.NotOfType("text", name, $"{Root}.{name}[{wrong}]"));
        }

        return items.Length > max
            ? throw new ApiErrorException(ConfigurationErrors.TooLong(max, name, $"{Root}.{name}"))
            : [.. items.Select(sent => sent.GetString()!).Distinct()];
    }

    private IReadOnlyList<LockingRule>? ReadRules(
        JsonElement item, CrmModule module, FieldFinder fields, RecordLockingConfiguration before, bool isUpdate)
    {
        if (item.GetItems("locking_rules", Root) is not { } items)
        {
            return null;
        }

        var criteria = new CriteriaReader(settings.Unknowns, fields, isForTasks: module.ApiName == "Tasks");
        return new RuleReader(settings.Unknowns, criteria, module.CreateId).Read(items, isUpdate ? before.Rules ?? [] : null);
    }
}
