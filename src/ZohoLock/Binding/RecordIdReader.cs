using System.Data;
using System.Management.Automation;
using ZohoLock.Input;

namespace ZohoLock.Binding;

/// <summary>Finds the ids of records in what was typed or piped in.</summary>
/// <param name="cmdlet">The cmdlet's name, for advice.</param>
/// <param name="isGiven">Whether -RecordId was typed: ids, or a script block that brings them.</param>
internal sealed class RecordIdReader(string cmdlet, bool isGiven)
{
    // The id columns of the row that was read last.
    private readonly List<PSPropertyInfo> _columns = [];

    // The shape of the rows: which of the known names they have, and by which other names their columns are id columns.
    private int _knownNames;
    private string[] _otherNames = [];

    private bool _hasRead;

    /// <summary>Checks ids that were typed.</summary>
    /// <exception cref="ZohoException">They are none, or there is input besides. The run is to end.</exception>
    public void RequireIds(string?[] typed, bool expectsInput)
    {
        if (expectsInput)
        {
            throw End(InputErrors.RecordIdAndInput(typed));
        }

        if (IsNone(typed))
        {
            throw End(InputErrors.ObjectsForRecordId(cmdlet));
        }
    }

    /// <summary>The ids of one object that was piped in, or of what was typed: one mostly.</summary>
    /// <param name="input">The object that was piped in; null for none.</param>
    /// <param name="ids">What the parameter took it for.</param>
    /// <exception cref="ZohoException">It has none. Where the first object can't have one, nor will the others, and the run is to end.</exception>
    public string?[] Read(PSObject? input, string?[] ids)
    {
        var isFirst = !_hasRead;
        _hasRead = true;
        if (isGiven)
        {
            return IsNone(ids) ? throw new ZohoException(InputErrors.ObjectFromScriptBlock()) : ids;
        }

        if (!IsNone(ids))
        {
            // Further on, it is one of many ids, and no more than a slip.
            return isFirst && input?.BaseObject is string text && RowWithoutId.IsDelimitedText(text) ? throw End(InputErrors.DelimitedText(text, cmdlet)) : ids;
        }

        RequireRow(input!, isFirst);
        return _columns is [var only] ? Read(only) : Choose();
    }

    /// <summary>Checks the input of a run that hasn't begun, because PowerShell found none of it complete: it may be no rows at all.</summary>
    /// <exception cref="ZohoException">It is none. The run is to end.</exception>
    public void RequireRow(PSObject input, string?[] ids)
    {
        if (IsNone(ids))
        {
            RequireRow(input, isFirst: true);
        }
    }

    private static bool IsNone(string?[] ids) => ReferenceEquals(ids, RecordIdArgumentAttribute.NoIds);

    private static ZohoException End(ZohoError error) => new(error with { EndsRun = true, Message = $"{error.Message}. No call was made" });

    private void RequireRow(PSObject input, bool isFirst)
    {
        if (InputErrors.FindNoRow(input.BaseObject, cmdlet) is { } mistake)
        {
            throw isFirst ? End(mistake) : new ZohoException(mistake);
        }

        FindColumns(input);
        if (_columns is [])
        {
            throw isFirst
                ? End(InputErrors.NoRecordIdColumn(RowWithoutId.Examine(ColumnsOf(input)), cmdlet))
                : new ZohoException(InputErrors.MissingRecordId());
        }
    }

    private void FindColumns(PSObject row)
    {
        _columns.Clear();
        var known = 0;
        for (var at = 0; at < RecordIdColumn.Names.Count; at++)
        {
            if (row.Properties[RecordIdColumn.Names[at]] is { } column)
            {
                known |= 1 << at;
                _columns.Add(column);
            }
        }

        // To list the columns of every row would cost more than all else here; rows of one shape have the same.
        if (known != _knownNames || (known == 0 && !Array.Exists(_otherNames, name => row.Properties[name] is not null)))
        {
            _knownNames = known;
            _otherNames = [.. row.Properties.Select(column => column.Name).Where(name => RecordIdColumn.IsName(name) && !IsKnown(name))];
        }

        foreach (var name in _otherNames)
        {
            if (row.Properties[name] is { } column)
            {
                _columns.Add(column);
            }
        }
    }

    private static bool IsKnown(string name) => RecordIdColumn.Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private string?[] Choose()
    {
        var (column, rival) = RecordIdColumn.Choose([.. _columns.Select(column => new RecordIdColumn(column.Name, Read(column)))]);
        return rival is null ? [.. column.Ids] : throw new ZohoException(InputErrors.AmbiguousRecordId(column, rival));
    }

    private static string?[] Read(PSPropertyInfo column)
    {
        object? value;
        try
        {
            value = column.Value;
        }
        catch (ExtendedTypeSystemException failure)
        {
            throw new ZohoException(InputErrors.UnreadableColumn(column.Name, failure), failure);
        }

        return RecordIdArgumentAttribute.Read(value) ?? throw new ZohoException(InputErrors.NoIdInColumn(column.Name, value!));
    }

    // Values tell something of rows of a file or a table only, and what reading those of other objects does isn't known.
    private static KeyValuePair<string, string?>[] ColumnsOf(PSObject row)
    {
        var hasText = row.BaseObject is PSCustomObject or DataRow;
        return [.. row.Properties.Select(column =>
            KeyValuePair.Create(column.Name, hasText && column is PSNoteProperty or PSProperty ? TextOf(column.Value) : null))];
    }

    private static string? TextOf(object? value) => RecordIdArgumentAttribute.Read(value) is [var text] ? text : null;
}
