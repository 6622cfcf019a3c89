using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Configurations;

namespace ZohoCrm.Emulator.Api.Records;

/// <summary>Reads the <c>criteria</c> parameter: <c>((Stage:equals:Closed Won)and(Amount:greater_than:5))</c> (protocol 9).</summary>
internal sealed class SearchCriteria(CrmModule module, string text)
{
    private const int MaxDepth = 20;

    private int _position;

    /// <summary>Reads criteria; null if they are invalid.</summary>
    public static Criteria? Read(CrmModule module, string text)
    {
        var reader = new SearchCriteria(module, text);
        var criteria = reader.ReadList(depth: 0);
        return reader._position == text.Length ? criteria : null;
    }

    /// <summary>Reads criteria in brackets, joined by <c>and</c> or <c>or</c>.</summary>
    private Criteria? ReadList(int depth)
    {
        var criteria = depth < MaxDepth ? ReadBrackets(depth) : null;
        while (criteria is not null)
        {
            var isAnd = Take("and");
            if (!isAnd && !Take("or"))
            {
                return criteria;
            }

            criteria = ReadBrackets(depth) is { } next ? new CriteriaGroup(isAnd, [criteria, next]) : null;
        }

        return null;
    }

    private Criteria? ReadBrackets(int depth)
    {
        if (!Take("("))
        {
            return null;
        }

        var inner = _position < text.Length && text[_position] == '(' ? ReadList(depth + 1) : ReadComparison();
        return Take(")") ? inner : null;
    }

    private FieldCriteria? ReadComparison()
    {
        var values = ReadUntilBracket();
        return values.Split(':', 3) is [var name, var operation, var value] && module.FindField(name) is { } field
            ? Create(field, operation == "equals" ? "equal" : operation, value)
            : null;
    }

    private static FieldCriteria? Create(Crm.Fields.CrmField field, string comparator, string value)
    {
        string[] values = comparator is "in" or "not_in" or "between" ? value.Split(',') : [value];
        return Comparator.Find(comparator) is { } found && values.Length >= found.MinValues && values.Length <= found.MaxValues
            ? new(comparator, found, field, SentValue: null, values)
            : null;
    }

    /// <summary>Reads up to the closing bracket; a backslash stands before a character that is meant as it is.</summary>
    private string ReadUntilBracket()
    {
        var read = new System.Text.StringBuilder();
        while (_position < text.Length && text[_position] != ')')
        {
            _position += text[_position] == '\\' && _position + 1 < text.Length ? 1 : 0;
            read.Append(text[_position++]);
        }

        return read.ToString();
    }

    private bool Take(string expected)
    {
        var isNext = string.CompareOrdinal(text, _position, expected, 0, expected.Length) == 0;
        _position += isNext ? expected.Length : 0;
        return isNext;
    }
}
