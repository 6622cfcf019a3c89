using System.Text.Json;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Metadata;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>Reads a configuration from a body: what is absent stays as it was, what is null is cleared (protocol 2.2).</summary>
internal sealed class ConfigurationReader(EmulatorSettings settings, ProfileTable profiles)
{
    private const string Root = ConfigurationErrors.Root;
    private const string ExceptExcluded = "all_profiles_except_excluded_profiles";
    private const string ExceptExcludedWithTypingError = "all_profiles_except_excluded_profile";
    private const int MostActions = 10;
    private const int MostExcluded = 15;
    private const int MostButtons = 30;

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

    /// <summary>Reads a configuration; the module's <see cref="CrmModule.Sync"/> is held.</summary>
    /// <param name="item">The configuration sent.</param>
    /// <param name="module">The module it is for.</param>
    /// <param name="before">The configuration as it was, or as a new one starts.</param>
    /// <param name="isUpdate">Whether there was one.</param>
    /// <returns>The configuration from now on.</returns>
    /// <exception cref="ApiRefusedException">It is not as it should be.</exception>
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
                IsSent(item, "lock_for_portal_users") ? item.Flag("lock_for_portal_users", Root) ?? true : before.LocksForPortalUsers,
            Rules = IsSent(item, "locking_rules") ? ReadRules(item, module, fields, before, isUpdate) : before.Rules,
            UnknownKeys = settings.Unknowns.UnknownConfigurationKeysKept ? item.Unknown(Known, before.UnknownKeys) : before.UnknownKeys,
        };
        RequireDependent(read);
        return read;
    }

    private static bool IsSent(JsonElement item, string name) => item.TryGetProperty(name, out _);

    private static void RequireDependent(RecordLockingConfiguration read)
    {
        if (read is { LockType: not LockingConfiguration.Manual, Rules: null or { Count: 0 } })
        {
            throw new ApiRefusedException(ConfigurationErrors.DependentMissing(
                "locking_rules", "lock_type", "locking_rules should have been given when lock_type is given as automatic or both"));
        }

        if (read is { IsForAllProfiles: false, ExcludedProfiles: null or { Count: 0 } })
        {
            throw new ApiRefusedException(ConfigurationErrors.DependentMissing(
                "lock_excluded_profiles",
                "locked_for",
                $"lock_excluded_profiles should have been given when locked_for is given as {ExceptExcluded} "));
        }
    }

    private void RefuseReadOnly(JsonElement item)
    {
        if (item.Text("feature_type", Root) is not (null or "record_locking"))
        {
            throw new ApiRefusedException(ConfigurationErrors.Invalid("feature_type", $"{Root}.feature_type"));
        }

        if (IsSent(item, "system_defined") && !settings.Contradictions.SystemDefinedAccepted)
        {
            throw new ApiRefusedException(ConfigurationErrors.Invalid("system_defined", $"{Root}.system_defined"));
        }
    }

    private LockingConfiguration ReadLockType(JsonElement item, RecordLockingConfiguration before, bool isUpdate)
    {
        if (isUpdate && settings.Contradictions.LockTypeOptionalOnUpdate && !IsSent(item, "lock_type"))
        {
            return before.LockType;
        }

        return item.Text("lock_type", Root) switch
        {
            "manual" => LockingConfiguration.Manual,
            "automatic" => LockingConfiguration.Automatic,
            "both" => LockingConfiguration.Both,
            null => throw new ApiRefusedException(ConfigurationErrors.Missing("lock_type", $"{Root}.lock_type")),
            _ => throw new ApiRefusedException(
                ConfigurationErrors.NotAmong(LockTypes, "lock_type", "lock_type", $"{Root}.lock_type")),
        };
    }

    private bool ReadLockedFor(JsonElement item, RecordLockingConfiguration before) => item.Text("locked_for", Root) switch
    {
        null => IsSent(item, "locked_for") || before.IsForAllProfiles,
        "all_profiles" => true,
        ExceptExcluded => false,
        ExceptExcludedWithTypingError when settings.Contradictions.LockedForSingularAccepted => false,
        _ => throw new ApiRefusedException(
            ConfigurationErrors.NotAmong(LockedFor, "locked_for", "locked_for", $"{Root}.locked_for")),
    };

    private CrmProfile[]? ReadProfiles(JsonElement item) => ReadObjects(
        item,
        "lock_excluded_profiles",
        "excluded profiles",
        MostExcluded,
        (sent, path) => Named(sent, path, profiles.All, profile => profile.Id, profile => profile.Name)
            ?? throw new ApiRefusedException(ConfigurationErrors.NotFound("lock_excluded_profiles", "id", $"{path}.id")));

    private static CrmCustomButton[]? ReadButtons(JsonElement item, CrmModule module) => ReadObjects(
        item,
        "restricted_custom_buttons",
        "restricted custom buttons",
        MostButtons,
        (sent, path) => Named(sent, path, module.CustomButtons, button => button.Id, button => button.Name)
            ?? throw new ApiRefusedException(ConfigurationErrors.NotFound("custom button", "id", $"{path}.id")));

    private static CrmField[]? ReadExcludedFields(JsonElement item, FieldFinder fields) => ReadObjects(
        item,
        "excluded_fields",
        "excluded fields",
        MostExcluded,
        (sent, path) =>
        {
            var field = fields.Find(sent, path, path);
            return field is { IsReadOnly: false, ApiName: not ("Tag" or "Owner") }
                ? field
                : throw new ApiRefusedException(
                    ConfigurationErrors.NotSupported("Field not supported", "api_name", $"{path}.api_name"));
        });

    private static T[]? ReadObjects<T>(JsonElement item, string name, string what, int most, Func<JsonElement, string, T> read)
    {
        if (item.Items(name, Root) is not { } items)
        {
            return null;
        }

        // The whole list is replaced, so that what was in it does not count against the limit.
        return items.Length > most
            ? throw new ApiRefusedException(ConfigurationErrors.LimitExceeded(what, most, most, name))
            : [.. items.Select((sent, i) =>
            {
                var path = $"{Root}.{name}[{i}]";
                sent.RequireObject(name, path);
                return read(sent, path);
            })];
    }

    private static T? Named<T>(JsonElement item, string path, IReadOnlyList<T> all, Func<T, string> idOf, Func<T, string> nameOf)
        where T : class
    {
        var id = item.Id(path);
        var name = item.Text("name", path);
        return all.FirstOrDefault(one => id is null ? nameOf(one) == name : idOf(one) == id);
    }

    private string[] ReadActions(JsonElement item)
    {
        var actions = ReadTexts(item, "restricted_actions", MostActions) ?? [];
        var wrong = Array.FindIndex(
            actions, action => !Actions.Contains(action) || (action == "convert" && !settings.Contradictions.ConvertRestrictable));
        return wrong < 0
            ? actions.Contains("update") ? actions : ["update", .. actions]
            : throw new ApiRefusedException(
                ConfigurationErrors.NotAmong(Actions, "action", "restricted_actions", $"{Root}.restricted_actions[{wrong}]"));
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
            throw new ApiRefusedException(
                ConfigurationErrors.NotAmong(Communications, "communications", Name, $"{Root}.{Name}[{wrong}]"));
        }

        return settings.Contradictions.OnlyMailRestrictable && Array.Exists(communications, communication => communication != "send_mail")
            ? throw new ApiRefusedException(ConfigurationErrors.NotSupported("communications not found", Name, $"{Root}.{Name}"))
            : communications;
    }

    private static string[]? ReadTexts(JsonElement item, string name, int most)
    {
        if (item.Items(name, Root) is not { } items)
        {
            return null;
        }

        var wrong = Array.FindIndex(items, sent => sent.ValueKind != JsonValueKind.String);
        if (wrong >= 0)
        {
            throw new ApiRefusedException(ConfigurationErrors.NotOfType("text", name, $"{Root}.{name}[{wrong}]"));
        }

        return items.Length > most
            ? throw new ApiRefusedException(ConfigurationErrors.TooLong(most, name, $"{Root}.{name}"))
            : [.. items.Select(sent => sent.GetString()!).Distinct()];
    }

    private IReadOnlyList<LockingRule>? ReadRules(
        JsonElement item, CrmModule module, FieldFinder fields, RecordLockingConfiguration before, bool isUpdate)
    {
        if (item.Items("locking_rules", Root) is not { } items)
        {
            return null;
        }

        var criteria = new CriteriaReader(settings.Unknowns, fields, isForTasks: module.ApiName == "Tasks");
        return new RuleReader(settings.Unknowns, criteria, module.NewId).Read(items, isUpdate ? before.Rules ?? [] : null);
    }
}
