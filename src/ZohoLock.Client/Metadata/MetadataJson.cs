using System.Text.Json.Serialization;
using ZohoLock.Input;
using ZohoLock.Transport;

namespace ZohoLock.Metadata;

/// <summary>The response to <c>GET /settings/modules</c>.</summary>
internal sealed record ModuleList([property: JsonPropertyName("modules")] IReadOnlyList<ModuleRow?>? Modules);

/// <summary>The response to <c>GET /settings/fields</c>.</summary>
internal sealed record FieldList([property: JsonPropertyName("fields")] IReadOnlyList<FieldRow?>? Fields);

/// <summary>The response to <c>GET /settings/custom_views</c>.</summary>
internal sealed record ViewList(
    [property: JsonPropertyName("custom_views")] IReadOnlyList<ViewRow?>? Views,
    [property: JsonPropertyName("info"), JsonConverter(typeof(ListInfoConverter))] ListInfo? Info);

/// <summary>The response to <c>GET /settings/profiles</c>.</summary>
internal sealed record ProfileList([property: JsonPropertyName("profiles")] IReadOnlyList<NamedRow?>? Profiles);

/// <summary>The response to <c>GET /settings/custom_buttons</c>.</summary>
internal sealed record ButtonList([property: JsonPropertyName("custom_buttons")] IReadOnlyList<NamedRow?>? Buttons);

/// <summary>The modelled properties of a module.</summary>
internal sealed record ModuleRow(
    [property: JsonPropertyName("api_name"), JsonConverter(typeof(OptionalConverter<string>))] string? ApiName,
    [property: JsonPropertyName("generated_type"), JsonConverter(typeof(OptionalConverter<string>))] string? GeneratedType,
    [property: JsonPropertyName("api_supported"), JsonConverter(typeof(OptionalConverter<bool?>))] bool? IsApiSupported)
{
    public ModuleDescription ToModule()
    {
        var isCustom = "custom".Equals(GeneratedType, StringComparison.OrdinalIgnoreCase);
        return new(ApiName!, isCustom, IsApiSupported ?? true, IsApiSupported != false && (isCustom || ModuleName.Lockable.Contains(ApiName!)));
    }
}

/// <summary>The modelled properties of a field.</summary>
internal sealed record FieldRow(
    [property: JsonPropertyName("id"), JsonConverter(typeof(OptionalIdConverter))] string? Id,
    [property: JsonPropertyName("api_name"), JsonConverter(typeof(OptionalConverter<string>))] string? ApiName,
    [property: JsonPropertyName("field_label"), JsonConverter(typeof(OptionalConverter<string>))] string? Label,
    [property: JsonPropertyName("data_type"), JsonConverter(typeof(OptionalConverter<string>))] string? DataType,
    [property: JsonPropertyName("pick_list_values"), JsonConverter(typeof(OptionalConverter<IReadOnlyList<PickListRow?>>))]
    IReadOnlyList<PickListRow?>? PickListValues)
{
    public ModuleField ToField() => new(ApiName, Id)
    {
        Label = Label,
        DataType = DataType,
        PickListValues = [.. (PickListValues ?? []).Where(row => row?.ActualValue is not null).Select(row => new PickListValue(row!.ActualValue!, row.DisplayValue ?? row.ActualValue!))],
    };
}

/// <summary>A value of a picklist.</summary>
internal sealed record PickListRow(
    [property: JsonPropertyName("actual_value"), JsonConverter(typeof(OptionalConverter<string>))] string? ActualValue,
    [property: JsonPropertyName("display_value"), JsonConverter(typeof(OptionalConverter<string>))] string? DisplayValue);

/// <summary>The modelled properties of a view.</summary>
internal sealed record ViewRow(
    [property: JsonPropertyName("id"), JsonConverter(typeof(OptionalIdConverter))] string? Id,
    [property: JsonPropertyName("name"), JsonConverter(typeof(OptionalConverter<string>))] string? Name,
    [property: JsonPropertyName("display_value"), JsonConverter(typeof(OptionalConverter<string>))] string? DisplayValue,
    [property: JsonPropertyName("system_name"), JsonConverter(typeof(OptionalConverter<string>))] string? SystemName)
{
    public ModuleView? ToView() => Id is null ? null : new(Id, DisplayValue ?? Name ?? SystemName ?? Id, SystemName);
}

/// <summary>The modelled properties of a profile or a custom button.</summary>
internal sealed record NamedRow(
    [property: JsonPropertyName("id"), JsonConverter(typeof(OptionalIdConverter))] string? Id,
    [property: JsonPropertyName("name"), JsonConverter(typeof(OptionalConverter<string>))] string? Name)
{
    public NamedReference ToNamed() => new(Name, Id);
}

/// <summary>The source-generated serializer for what an organisation consists of.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(TextOrNumberConverter)])]
[JsonSerializable(typeof(ModuleList))]
[JsonSerializable(typeof(FieldList))]
[JsonSerializable(typeof(ViewList))]
[JsonSerializable(typeof(ProfileList))]
[JsonSerializable(typeof(ButtonList))]
[JsonSerializable(typeof(bool?))]
internal sealed partial class MetadataJson : JsonSerializerContext;
