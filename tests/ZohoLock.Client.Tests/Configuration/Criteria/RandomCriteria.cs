using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Client.Tests.Configuration.Criteria;

/// <summary>Draws criteria of every kind, by default with fields and comparators that no organisation has.</summary>
internal sealed class RandomCriteria(int seed)
{
    private static readonly string[] OddFields = ["Stage", "Amount", "Account_Name.Industry", "$state", "And", "or", "true", "two words", "Größe", "a\"b", "x1"];

    private static readonly string[] OddComparators =
        [.. CriteriaComparators.Known, "brand_new", "two words", "and", "equals", "$x"];

    private static readonly string[] Texts =
        ["", "Closed Won", "it's", "''", "and", "(", ")", "\"", "2018-09-01", "10", "true", "a\nb\tc", "\\", "四半期 🔒", "{", "#1", "null", ","];

    private static readonly string[] Numbers = ["0", "-1", "10000", "1.5", "-0.25e-3", "5843104000000820017", "1E5"];

    private static readonly string[] Objects = ["""{"id":"1"}""", """{"name":"a } \" b","x":[{"y":null}]}"""];

    private readonly Random _random = new(seed);

    /// <summary>Whether each group is one that has to be: of several criteria, none a group of its own kind.</summary>
    public bool IsPlain { get; init; } = true;

    /// <summary>The API names of the fields that are drawn.</summary>
    public string[] Fields { get; init; } = OddFields;

    /// <summary>Whether only what an organisation accepts is drawn: known comparators with texts, and fields by their names.</summary>
    public bool IsAccepted { get; init; }

    public LockingCriteria Tree(int depth = 4, GroupOperator? within = null)
    {
        if (depth == 0 || _random.Next(3) == 0)
        {
            return Comparison();
        }

        var how = IsPlain && within is { } outer ? 1 - outer : (GroupOperator)_random.Next(2);
        var count = IsPlain ? _random.Next(2, 5) : _random.Next(1, 4);
        return new LockingCriteriaGroup(how, [.. Enumerable.Range(0, count).Select(_ => Tree(depth - 1, how))]);
    }

    private LockingComparison Comparison() => IsAccepted ? AcceptedComparison() : new(
        _random.Next(10) == 0 ? new FieldReference(null, "5843104000000280013") : new FieldReference(Pick(Fields)),
        Pick(OddComparators),
        _random.Next(8) == 0 ? null : Value(depth: 2));

    private LockingComparison AcceptedComparison()
    {
        var comparator = Pick([.. CriteriaComparators.Known]);
        CriterionValue[] values = [.. Enumerable.Range(0, 3).Select(_ => CriterionValue.FromText(Pick(Texts))), CriterionValue.From(_random.Next(1000))];
        _random.Shuffle(values);
        return new(new(Pick(Fields)), comparator, comparator switch
        {
            _ when CriteriaComparators.TakesNoValue(comparator) => null,
            _ when CriteriaComparators.IsRange(comparator) => CriterionValue.FromList(values[..2]),
            "in" or "not_in" => CriterionValue.FromList(values[.._random.Next(1, 4)]),
            _ => values[0],
        });
    }

    private CriterionValue Value(int depth) => _random.Next(depth > 0 ? 7 : 6) switch
    {
        0 => CriterionValue.From(Pick(Numbers) is var digits && digits.Length < 6 && int.TryParse(digits, out var number) ? number : 7),
        1 => LockedIn(Pick(Numbers)),
        2 => _random.Next(2) == 0 ? CriterionValue.True : CriterionValue.False,
        3 => CriterionValue.Null,
        4 => LockedIn(Pick(Objects)),
        5 => CriterionValue.FromText(Pick(Texts)),
        _ => CriterionValue.FromList(Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1))),
    };

    // A value as it is in an answer of Zoho's.
    private static CriterionValue LockedIn(string json) =>
        ((LockingComparison)CriteriaJson.Parse($$"""{"comparator":"equal","field":{"api_name":"A"},"value":{{json}}}""")).Value!;

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
