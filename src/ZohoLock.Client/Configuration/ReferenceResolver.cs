using ZohoLock.Errors;
using ZohoLock.Metadata;

namespace ZohoLock.Configuration;

/// <summary>
/// Resolves names to ids and ids to names, because ids are valid in one organisation only (protocol section 2.2). Makes no call if nothing
/// needs to be resolved, and reads each list once. Thread-safe.
/// </summary>
internal sealed class ReferenceResolver(MetadataCache metadata)
{
    private const string Root = "$.record_locking_configurations[0]";

    /// <summary>
    /// The configuration with an id for each profile and custom button, which Zoho doesn't accept by name; fields it does.
    /// </summary>
    public async Task<LockConfiguration> ResolveNamedAsync(LockConfiguration configuration, CancellationToken cancellationToken) => configuration with
    {
        ExcludedProfiles = await ResolveListAsync(
            configuration.ExcludedProfiles,
            () => metadata.GetProfilesAsync(cancellationToken),
            "lock_excluded_profiles",
            CatalogEntries.UnknownProfile).ConfigureAwait(false),
        RestrictedCustomButtons = await ResolveListAsync(
            configuration.RestrictedCustomButtons,
            () => metadata.GetCustomButtonsAsync(configuration.Module, cancellationToken),
            "restricted_custom_buttons",
            CatalogEntries.UnknownCustomButton).ConfigureAwait(false),
    };

    /// <summary>The configuration with an id for each profile, custom button and field.</summary>
    public async Task<LockConfiguration> ResolveAsync(LockConfiguration configuration, CancellationToken cancellationToken)
    {
        var named = await ResolveNamedAsync(configuration, cancellationToken).ConfigureAwait(false);
        return await WithFieldsAsync(named, field => field is { Id: null, ApiName: not null }, ResolveField, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The configuration with a name for each profile, custom button and field that exists.</summary>
    public async Task<LockConfiguration> AddNamesAsync(LockConfiguration configuration, CancellationToken cancellationToken)
    {
        var named = configuration with
        {
            ExcludedProfiles = await AddNamesToListAsync(
                configuration.ExcludedProfiles, () => metadata.GetProfilesAsync(cancellationToken)).ConfigureAwait(false),
            RestrictedCustomButtons = await AddNamesToListAsync(
                configuration.RestrictedCustomButtons,
                () => metadata.GetCustomButtonsAsync(configuration.Module, cancellationToken)).ConfigureAwait(false),
        };
        return await WithFieldsAsync(named, field => field is { ApiName: null, Id: not null }, AddFieldName, cancellationToken).ConfigureAwait(false);

        static FieldReference AddFieldName(FieldReference field, IReadOnlyList<FieldReference> known, string path) =>
            known.FirstOrDefault(other => other.Id == field.Id) is { } found ? field with { ApiName = found.ApiName } : field;
    }

    private static async Task<IReadOnlyList<NamedReference>> AddNamesToListAsync(
        IReadOnlyList<NamedReference> references, Func<Task<IReadOnlyList<NamedReference>>> ask)
    {
        if (references.All(reference => reference.Name is not null))
        {
            return references;
        }

        var known = await ask().ConfigureAwait(false);
        return [.. references.Select(reference => reference.Name is null ? reference with { Name = NameOf(reference) } : reference)];

        string? NameOf(NamedReference reference) => known.FirstOrDefault(other => other.Id == reference.Id)?.Name;
    }

    private static async Task<IReadOnlyList<NamedReference>> ResolveListAsync(
        IReadOnlyList<NamedReference> references, Func<Task<IReadOnlyList<NamedReference>>> ask, string key, CatalogEntry notFound)
    {
        if (references.All(reference => reference.Id is not null || reference.Name is null))
        {
            return references;
        }

        var known = await ask().ConfigureAwait(false);
        return [.. references.Select((reference, i) => reference is { Id: null, Name: { } name }
            ? reference with { Id = Find(name, known, other => other.Name, $"{key}[{i}].id", notFound).Id }
            : reference)];
    }

    private static FieldReference ResolveField(FieldReference field, IReadOnlyList<FieldReference> known, string path) =>
        field with { Id = Find(field.ApiName!, known, other => other.ApiName, $"{path}.api_name", CatalogEntries.UnknownField).Id };

    private async Task<LockConfiguration> WithFieldsAsync(
        LockConfiguration configuration,
        Func<FieldReference, bool> isMeant,
        Func<FieldReference, IReadOnlyList<FieldReference>, string, FieldReference> resolve,
        CancellationToken cancellationToken)
    {
        if (!configuration.ExcludedFields.Any(isMeant) && !configuration.LockingRules.Any(rule => rule.Criteria is { } criteria && Has(criteria)))
        {
            return configuration;
        }

        var fields = await metadata.GetFieldsAsync(configuration.Module, cancellationToken).ConfigureAwait(false);
        FieldReference[] known = [.. fields.Select(field => field.ToReference())];
        return configuration with
        {
            ExcludedFields = [.. configuration.ExcludedFields.Select((field, i) => Resolve(field, $"excluded_fields[{i}]"))],
            LockingRules = [.. configuration.LockingRules.Select((rule, i) => rule.Criteria is { } criteria
                ? rule with { Criteria = Map(criteria, $"locking_rules[{i}].criteria") }
                : rule)],
        };

        bool Has(LockingCriteria criteria) => criteria switch
        {
            LockingComparison comparison => isMeant(comparison.Field),
            LockingCriteriaGroup group => group.Criteria.Any(Has),
            _ => false,
        };

        LockingCriteria Map(LockingCriteria criteria, string path) => criteria switch
        {
            LockingComparison comparison => comparison with { Field = Resolve(comparison.Field, $"{path}.field") },
            LockingCriteriaGroup group => group with { Criteria = [.. group.Criteria.Select((part, i) => Map(part, $"{path}.group[{i}]"))] },
            _ => criteria,
        };

        FieldReference Resolve(FieldReference field, string path) => isMeant(field) ? resolve(field, known, path) : field;
    }

    // An exact match, or else a single match that differs in casing only.
    private static T Find<T>(string name, IReadOnlyList<T> known, Func<T, string?> nameOf, string path, CatalogEntry notFound)
        where T : class
    {
        var found = known.Where(other => nameOf(other) == name).ToArray();
        if (found is [])
        {
            found = [.. known.Where(other => name.Equals(nameOf(other), StringComparison.OrdinalIgnoreCase))];
        }

        return found switch
        {
            [var only] => only,
            [] => throw Refuse($"{notFound.Phrase}: the organisation has no '{name}'"),
            _ => throw Refuse($"{notFound.Phrase}: the organisation has {found.Length} named '{name}': only its id tells which is meant"),
        };

        ZohoException Refuse(string message) => new(notFound.Create($"{message} ({Root}.{path})"));
    }
}
