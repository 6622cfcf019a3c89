using System.Text.Json.Serialization;

namespace ZohoLock.Syncing;

/// <summary>A plan in its file. Unknown keys are refused, because a plan is to be carried out exactly.</summary>
internal sealed record PlanDocument(
    int Version, string? Organization, string? OrganizationName, string? Module, DateTimeOffset Made, IReadOnlyList<StepDocument?>? Steps);

/// <summary>A step of a plan in its file.</summary>
internal sealed record StepDocument(
    LockPlanAction? Action, string? RecordId, string? RecordName, StateDocument? From, StateDocument? To, string? Why);

/// <summary>The lock state of a record in the file of a plan.</summary>
internal sealed record StateDocument(bool Locked, LockSource? Source, string? Reason, string? LockId);

/// <summary>The source-generated serializer for plans.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(StepDocument))]
internal sealed partial class LockPlanJson : JsonSerializerContext;
