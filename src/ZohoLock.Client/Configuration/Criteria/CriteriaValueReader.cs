using System.Text.Json;

namespace ZohoLock.Configuration.Criteria;

/// <summary>Reads the values of comparisons.</summary>
/// <param name="tokens">The tokens of the text.</param>
internal sealed class CriteriaValueReader(CriteriaTokenReader tokens)
{
    private const string Value = "a value (a text in single quotes, a number, a date, true, false, null, or a list in parentheses)";

    private readonly List<int> _positions = [];

    /// <summary>The indexes of the values that were read since this was asked last; those of a list one by one.</summary>
    public IReadOnlyList<int> TakePositions()
    {
        int[] positions = [.. _positions];
        _positions.Clear();
        return positions;
    }

    /// <summary>Reads a value, or a list of them.</summary>
    /// <exception cref="ZohoException">There is none.</exception>
    public CriterionValue Read()
    {
        if (tokens.Current.Kind != CriteriaTokenKind.Open)
        {
            _positions.Add(tokens.Current.Start);
        }

        switch (tokens.Current.Kind)
        {
            case CriteriaTokenKind.Text:
                return CriterionValue.FromText(tokens.Take().Text);
            case CriteriaTokenKind.Number:
                return CriterionValue.FromDigits(tokens.Take().Text);
            case CriteriaTokenKind.Json:
                return ReadJson();
            case CriteriaTokenKind.Open:
                return ReadList();
            case CriteriaTokenKind.Word when tokens.Current.IsWord("true"):
                tokens.Take();
                return CriterionValue.True;
            case CriteriaTokenKind.Word when tokens.Current.IsWord("false"):
                tokens.Take();
                return CriterionValue.False;
            case CriteriaTokenKind.Word when tokens.Current.IsWord("null"):
                tokens.Take();
                return CriterionValue.Null;
            default:
                throw tokens.Expected(Value);
        }
    }

    private CriterionValue ReadList()
    {
        tokens.Enter();
        List<CriterionValue> items = [];
        while (tokens.Current.Kind != CriteriaTokenKind.Close || items.Count > 0)
        {
            items.Add(Read());
            if (tokens.Current.Kind != CriteriaTokenKind.Comma)
            {
                break;
            }

            tokens.Take();
        }

        tokens.Leave("',' or ')'");
        return CriterionValue.FromList(items);
    }

    private CriterionValue ReadJson()
    {
        var json = tokens.Take();
        try
        {
            using var document = JsonDocument.Parse(json.Text);
            return CriterionValue.FromJson(document.RootElement);
        }
        catch (JsonException)
        {
            throw CriteriaErrors.Expected(tokens.Text, json.Start, "a JSON object", json.Text);
        }
    }
}
