using ZohoLock.Bulk;
using ZohoLock.Input;

namespace ZohoLock.Binding;

/// <summary>An id as it was given, or why an input has none.</summary>
/// <param name="Text">The id; null if nothing was given.</param>
/// <param name="Unreadable">Why it can't be read; null if it can.</param>
internal readonly record struct GivenRecordId(string? Text, ZohoException? Unreadable)
{
    /// <summary>The record of a run's input; with a refusal if the module or the id is invalid.</summary>
    /// <param name="source">The object that was piped in; null for none.</param>
    /// <param name="number">The position in the input, counted from 1.</param>
    /// <param name="module">The module as it was given.</param>
    public RecordInput ToInput(object? source, long number, string? module)
    {
        var input = new RecordInput(source ?? Text ?? string.Empty, number) { GivenId = Text };
        try
        {
            input = input with { Module = ModuleName.Require(module) };
            return input with { RecordId = Unreadable is null ? RecordId.Parse(Text) : throw Unreadable };
        }
        catch (ZohoException invalid)
        {
            return input with { Refusal = invalid };
        }
    }
}
