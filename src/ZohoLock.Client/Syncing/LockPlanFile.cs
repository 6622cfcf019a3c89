using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZohoLock.Files;
using ZohoLock.Input;
using ZohoLock.Locking;

namespace ZohoLock.Syncing;

/// <summary>
/// Reads and writes the file of a plan: JSON in UTF-8 with a line for each step, so that a comparison of two files shows the records
/// (docs/plan.md).
/// </summary>
public static class LockPlanFile
{
    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    private static readonly LockPlanJson Readable =
        new(new JsonSerializerOptions(LockPlanJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a plan, completely or not at all; an existing file is replaced. Records that are kept as they are aren't written.</summary>
    /// <exception cref="ZohoException">The file can't be written: code <c>FileNotWritten</c>.</exception>
    public static void Write(string path, LockPlan plan)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            AtomicFile.Write(Path.GetFullPath(path), Encoding.UTF8.GetBytes(ToText(plan)), overwrite: true);
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            throw SyncingErrors.NotWritten(path, failure);
        }
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="ZohoException">The file can't be read (code <c>FileNotRead</c>) or isn't a valid plan (<c>InvalidPlan</c>, with the place).</exception>
    public static LockPlan Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var file = new FileStream(RegularFile.Open(path, FileAccess.Read), FileAccess.Read);
            return FromDocument(path, JsonSerializer.Deserialize(file, LockPlanJson.Default.PlanDocument));
        }
        catch (JsonException wrong)
        {
            var place = wrong.LineNumber is { } line
                ? string.Create(CultureInfo.InvariantCulture, $"{path}, line {line + 1}, column {wrong.BytePositionInLine + 1}")
                : path;
            throw SyncingErrors.InvalidPlan(place, $"this is no plan of version {Version}{(wrong.Path is null ? null : $" at {wrong.Path}")}", wrong);
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            throw SyncingErrors.NotRead(path, failure);
        }
    }

    internal static string ToText(LockPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder("{\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"version\": {Version},\n");
        Append("organization", plan.OrganizationId);
        if (plan.OrganizationName is { } name)
        {
            Append("organizationName", name);
        }

        Append("module", plan.Module);
        Append("made", plan.Made.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
        text.Append("  \"steps\": [");
        var separator = "\n";
        foreach (var step in plan.Steps.Where(step => step.Action != LockPlanAction.Keep))
        {
            text.Append(separator).Append("    ").Append(JsonSerializer.Serialize(ToDocument(step), Readable.StepDocument));
            separator = ",\n";
        }

        return EscapeFormat(text.Append("\n  ]\n}\n").ToString());

        void Append(string key, string value) =>
            text.Append(CultureInfo.InvariantCulture, $"  \"{key}\": \"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\",\n");
    }

    // Whoever reviews the file sees the text in the order in which it is, and nothing in it is hidden.
    private static string EscapeFormat(string json)
    {
        var text = new StringBuilder(json.Length);
        foreach (var character in json.EnumerateRunes())
        {
            var shown = character.ToString();
            if (Rune.GetUnicodeCategory(character) != UnicodeCategory.Format)
            {
                text.Append(shown);
                continue;
            }

            foreach (var unit in shown)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
            }
        }

        return text.ToString();
    }

    private static bool IsOfFile(Exception failure) => failure is IOException or InvalidDataException or UnauthorizedAccessException;

    private static StepDocument ToDocument(LockPlanStep step) =>
        new(step.Action, step.RecordId, step.RecordName, ToDocument(step.From), ToDocument(step.To), step.Why);

    private static StateDocument ToDocument(LockState state) => new(state.IsLocked, state.Source, state.Reason, state.LockId);

    private static LockPlan FromDocument(string path, PlanDocument? document)
    {
        if (document is not { Version: Version })
        {
            var why = document is null
                ? "this is no plan"
                : string.Create(CultureInfo.InvariantCulture, $"the plan has version {document.Version}, and this version of ZohoLock reads version {Version}");
            throw SyncingErrors.InvalidPlan(path, why);
        }

        if (document is not { Organization.Length: > 0, Module: { } module, Steps: { } documents })
        {
            throw SyncingErrors.InvalidPlan(path, "organization, module or steps are missing");
        }

        if (!IsModule(module))
        {
            throw SyncingErrors.InvalidPlan($"{path}, $.module", "this is no API name of a module");
        }

        HashSet<string> ids = [];
        LockPlanStep[] steps =
            [.. documents.Select((step, i) => FromDocument(step, module) is { } valid && ids.Add(valid.RecordId) ? valid : throw WrongStep(i, step))];
        return new(document.Organization, module, document.Made, steps) { OrganizationName = document.OrganizationName };

        ZohoException WrongStep(int index, StepDocument? step) => SyncingErrors.InvalidPlan(
            string.Create(CultureInfo.InvariantCulture, $"{path}, $.steps[{index}]"),
            step?.RecordId is { } id && ids.Contains(id)
                ? $"record {id} has a step before this one already"
                : "the step isn't complete, or its action doesn't fit its from and to");
    }

    private static bool IsModule(string module)
    {
        try
        {
            return ModuleName.Require(module) == module;
        }
        catch (ZohoException)
        {
            return false;
        }
    }

    private static LockPlanStep? FromDocument(StepDocument? step, string module)
    {
        if (step is not { Action: { } action, RecordId: { } id, From: { } from, To: { } to } || !Identifier.IsValid(id))
        {
            return null;
        }

        var isValid = action switch
        {
            LockPlanAction.Lock => !from.Locked && to.Locked && IsReason(to.Reason),
            LockPlanAction.ChangeReason => from is { Locked: true, LockId: not null } && to.Locked && IsReason(to.Reason),
            LockPlanAction.Unlock => from is { Locked: true, LockId: not null },
            LockPlanAction.Blocked or LockPlanAction.Keep => true,
            _ => false,
        };
        return isValid
            ? new(action, module, id) { RecordName = step.RecordName, From = FromDocument(from), To = FromDocument(to), Why = step.Why ?? string.Empty }
            : null;
    }

    private static LockState FromDocument(StateDocument state) =>
        state.Locked ? LockState.Locked with { Source = state.Source, Reason = state.Reason, LockId = state.LockId } : LockState.NotLocked;

    private static bool IsReason(string? reason)
    {
        try
        {
            return LockReason.Require(reason) == reason;
        }
        catch (ZohoException)
        {
            return false;
        }
    }
}
