using System.Data;
using System.Management.Automation;
using ZohoLock.Input;

namespace ZohoLock.Binding;

/// <summary>Reads the ids of records from the parameter -RecordId or from piped objects.</summary>
/// <param name="cmdlet">The cmdlet's name, for advice.</param>
/// <param name="isGiven">Whether -RecordId was given: ids, or a script block that returns them.</param>
internal sealed class RecordIdReader(string cmdlet, bool isGiven)
{
    // The id columns of the current row.
    private readonly List<PSPropertyInfo> _columns = [];

    // The columns of the rows so far: a bit for each of RecordIdColumn.Names, and other spellings of them.
    private int _knownNames;
    private string[] _otherNames = [];

    private bool _hasRead;

    /// <summary>Checks the value of -RecordId before any input.</summary>
    /// <exception cref="ZohoException">It has no ids, or objects are piped in as well. It ends the run.</exception>
    public void RequireIds(string?[] typed, bool expectsInput)
    {
        if (expectsInput)
        {
            throw InputErrors.EndRun(InputErrors.RecordIdAndInput(typed));
        }

        if (HasNoIds(typed))
        {
            throw InputErrors.EndRun(InputErrors.ObjectsForRecordId(cmdlet));
        }
    }

    /// <summary>Reads the ids of the current input; mostly one. What has none is one that can't be read.</summary>
    /// <inheritdoc cref="Read(PSObject?, string?[])"/>
    public GivenRecordId[] ReadEach(PSObject? input, string?[] ids)
    {
        try
        {
            var read = Read(input, ids);
            return read is [] ? [default] : Array.ConvertAll(read, id => new GivenRecordId(id, null));
        }
        catch (ZohoException unreadable) when (!unreadable.Error.EndsRun)
        {
            return [new(null, unreadable)];
        }
    }

    /// <summary>Checks that an input is a row with an id, if PowerShell rejected all input because mandatory parameters were missing.</summary>
    /// <exception cref="ZohoException">It isn't. It ends the run.</exception>
    public void RequireRow(PSObject input, string?[] ids)
    {
        if (HasNoIds(ids))
        {
            RequireRow(input, isFirst: true);
        }
    }

    private static bool HasNoIds(string?[] ids) => ReferenceEquals(ids, RecordIdArgumentAttribute.NoIds);

    /// <summary>Reads the ids of the current input; mostly one.</summary>
    /// <param name="input">The object that was piped in; null for none.</param>
    /// <param name="ids">The value of -RecordId, as <see cref="RecordIdArgumentAttribute"/> converted it.</param>
    /// <exception cref="ZohoException">It has no id. For the first object it ends the run, because the others will have none either.</exception>
    private string?[] Read(PSObject? input, string?[] ids)
    {
        var isFirst = !_hasRead;
        _hasRead = true;
        if (isGiven)
        {
            return HasNoIds(ids) ? throw new ZohoException(InputErrors.ObjectFromScriptBlock()) : ids;
        }

        if (!HasNoIds(ids))
        {
            // Only the first input shows that a file was piped in; later such a text is a single wrong id.
            return isFirst && input?.BaseObject is string text && RowWithoutId.IsDelimitedText(text) ? throw InputErrors.EndRun(InputErrors.DelimitedText(text, cmdlet)) : ids;
        }

        RequireRow(input!, isFirst);
        return _columns is [var only] ? Read(only) : Choose();
    }

    private void RequireRow(PSObject input, bool isFirst)
    {
        if (InputErrors.FindUnsupported(input.BaseObject, cmdlet) is { } mistake)
        {
            throw isFirst ? InputErrors.EndRun(mistake) : new ZohoException(mistake);
        }

        FindColumns(input);
        if (_columns is [])
        {
            throw isFirst
                ? InputErrors.EndRun(InputErrors.NoRecordIdColumn(RowWithoutId.Examine(ListColumns(input)), cmdlet))
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

        // Listing all columns is expensive, so it is only done when the row has other columns than the one before.
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

    // Reads values of rows from files and tables only: reading a property of another object may have side effects.
    private static KeyValuePair<string, string?>[] ListColumns(PSObject row)
    {
        var hasText = row.BaseObject is PSCustomObject or DataRow;
        return [.. row.Properties.Select(column =>
            KeyValuePair.Create(column.Name, hasText && column is PSNoteProperty or PSProperty ? ReadText(column.Value) : null))];
    }

    private static string? ReadText(object? value) => RecordIdArgumentAttribute.Read(value) is [var text] ? text : null;
}
