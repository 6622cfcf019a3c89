using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Client.Tests.Configuration.Criteria;

/// <summary>Criteria as text, as a tree and as JSON (protocol section 2.2).</summary>
public sealed class CriteriaParserTests(ITestOutputHelper log)
{
    [Fact]
    public void The_text_of_the_issue_is_what_Zoho_has_as_JSON()
    {
        var criteria = CriteriaParser.Parse("(Stage = 'Closed Won' and Amount > 10000) or Probability = 100");

        AssertJson(
            """
            {"group_operator":"OR","group":[
              {"group_operator":"AND","group":[
                {"comparator":"equal","field":{"api_name":"Stage"},"value":"Closed Won"},
                {"comparator":"greater_than","field":{"api_name":"Amount"},"value":"10000"}]},
              {"comparator":"equal","field":{"api_name":"Probability"},"value":"100"}]}
            """,
            criteria.ToJson());
        Assert.Equal("Stage = 'Closed Won' and Amount > 10000 or Probability = 100", criteria.ToString());
    }

    [Theory]
    [InlineData("A = 1", "equal", "1", "\"1\"")]
    [InlineData("A != 'x'", "not_equal", "\"x\"")]
    [InlineData("A > -1.5", "greater_than", "-1.5", "\"-1.5\"")]
    [InlineData("A > -1.5e3", "greater_than", "-1.5e3", "\"-1500\"")]
    [InlineData("A > 25E-4", "greater_than", "25E-4", "\"0.0025\"")]
    [InlineData("A > 1e300", "greater_than", "1e300", "\"1e300\"")]
    [InlineData("A >= 10000.00", "greater_equal", "10000.00", "\"10000.00\"")]
    [InlineData("A < 1", "less_than", "1", "\"1\"")]
    [InlineData("A <= 1", "less_equal", "\"1\"")]
    [InlineData("A <= '007'", "less_equal", "\"007\"")]
    [InlineData("A <= '1e3'", "less_equal", "\"1e3\"")]
    [InlineData("A = 'True'", "equal", "\"True\"")]
    [InlineData("A = true", "equal", "\"true\"")]
    [InlineData("A = 'null'", "equal", "\"null\"")]
    [InlineData("A contains 'it''s'", "contains", "\"it's\"")]
    [InlineData("A starts_with ''", "starts_with", "\"\"")]
    [InlineData("A in ('x', 'y')", "in", "[\"x\",\"y\"]")]
    [InlineData("A in ()", "in", "[]")]
    [InlineData("A between 1 and 5", "between", "[1,5]", "[\"1\",\"5\"]")]
    [InlineData("A not_between '2018-09-01' and '2019-09-01'", "not_between", "[\"2018-09-01\",\"2019-09-01\"]")]
    [InlineData("A between (1, 2, 3)", "between", "[1,2,3]", "[\"1\",\"2\",\"3\"]")]
    [InlineData("A \"between\" 5", "between", "5", "\"5\"")]
    [InlineData("A brand_new true", "brand_new", "true", "\"true\"")]
    [InlineData("A = false", "equal", "false", "\"false\"")]
    [InlineData("A = null", "equal", "null")]
    [InlineData("A = 5843104000000820017", "equal", "5843104000000820017", "\"5843104000000820017\"")]
    [InlineData("A = {\"id\":\"1\",\"name\":\"a } b\",\"n\":1}", "equal", "{\"id\":\"1\",\"name\":\"a } b\",\"n\":1}")]
    public void Each_sort_of_value_and_comparator_is_read_as_it_is_and_sent_as_strings(string text, string comparator, string value, string? sent = null)
    {
        var criteria = CriteriaParser.Parse(text);

        AssertJson(JsonOf(sent ?? value), criteria.ToJson());
        Assert.Equal(text, CriteriaJson.Parse(JsonOf(value)).ToString());
        Assert.True(criteria.MeansSameAs(CriteriaJson.Parse(JsonOf(value))));
        Assert.True(criteria.MeansSameAs(CriteriaJson.Parse(JsonOf(sent ?? value))), "What comes back as a string is another value.");

        string JsonOf(string json) => $$"""{"comparator":"{{comparator}}","field":{"api_name":"A"},"value":{{json}}}""";
    }

    [Theory]
    [InlineData("A <> 1", "A != 1")]
    [InlineData("((A=1))AND(((B=2)))", "A = 1 and B = 2")]
    [InlineData("A = 1 Or B = 2 aNd C = 3", "A = 1 or B = 2 and C = 3")]
    [InlineData("(A = 1 or B = 2) and C = 3", "(A = 1 or B = 2) and C = 3")]
    [InlineData("(A = 1 and B = 2) and (C = 3 and D = 4)", "A = 1 and B = 2 and C = 3 and D = 4")]
    [InlineData("A = 2018-09-01", "A = '2018-09-01'")]
    [InlineData("A<2018-09-01T01:00:00-04:00", "A < '2018-09-01T01:00:00-04:00'")]
    [InlineData("A CONTAINS 'x'", "A contains 'x'")]
    [InlineData("A equal 1", "A = 1")]
    [InlineData("A BETWEEN 1 AND 5 AND B = TRUE", "A between 1 and 5 and B = true")]
    [InlineData("A between (1, 5) and B = 1", "A between 1 and 5 and B = 1")]
    [InlineData("A is_empty and (B is_not_empty)", "A is_empty and B is_not_empty")]
    [InlineData("#5843104000000280013 = 1", "#5843104000000280013 = 1")]
    [InlineData("\"And\" = 1 and \"say \"\"so\"\"\" = 2", "\"And\" = 1 and \"say \"\"so\"\"\" = 2")]
    [InlineData("Account_Name.Industry = 'x' and $state = 'y' and Größe = 3", "Account_Name.Industry = 'x' and $state = 'y' and Größe = 3")]
    public void Any_way_of_writing_it_is_printed_in_one(string text, string canonical)
    {
        Assert.Equal(canonical, CriteriaParser.Parse(text).ToString());
        Assert.Equal(canonical, CriteriaParser.Parse(canonical).ToString());
    }

    [Theory]
    [InlineData("", 1, "the API name of a field, or '('", "the end")]
    [InlineData("   ", 4, "the API name of a field, or '('", "the end")]
    [InlineData("= 1", 1, "the API name of a field, or '('", "=")]
    [InlineData("Stage", 6, "an operator", "the end")]
    [InlineData("Stage 'x'", 7, "an operator", "'x'")]
    [InlineData("Stage == 'x'", 7, "an operator", "==")]
    [InlineData("Stage = ", 9, "a value (a text in single quotes", "the end")]
    [InlineData("Stage = Closed", 9, "a value (a text in single quotes", "Closed")]
    [InlineData("Stage = \"Closed\"", 9, "a value (a text in single quotes", "\"Closed\"")]
    [InlineData("Stage = and B = 1", 9, "a value", "and")]
    [InlineData("Amount > 12abc", 10, "a value", "12abc")]
    [InlineData("Amount > 007", 10, "a value", "007")]
    [InlineData("Amount > .5", 10, "a value", ".5")]
    [InlineData("Stage = 'Closed", 16, "the closing quote of a text", "the end (it begins in column 9)")]
    [InlineData("(A = 1", 7, "and, or, or ')'", "the end")]
    [InlineData("A = 1)", 6, "and, or, or the end", ")")]
    [InlineData("A = 1 B = 2", 7, "and, or, or the end", "B")]
    [InlineData("A = 1 and", 10, "the API name of a field", "the end")]
    [InlineData("A = 1 and or B = 2", 11, "the API name of a field", "or")]
    [InlineData("A in ('x' 'y')", 11, "',' or ')'", "'y'")]
    [InlineData("A in ('x',)", 11, "a value", ")")]
    [InlineData("A between 1", 12, "and, with the second value of between", "the end")]
    [InlineData("A between 1 or B = 2", 13, "and, with the second value of between", "or")]
    [InlineData("A = 1; B = 2", 6, "and, or, or the end", ";")]
    [InlineData("A = {\"id\":}", 5, "a JSON object", "{\"id\":}")]
    [InlineData("A = {\"id\"", 10, "the closing brace of a JSON object", "the end (it begins in column 5)")]
    public void An_error_points_at_the_column(string text, int column, string expected, string found)
    {
        var error = Assert.Throws<ZohoException>(() => CriteriaParser.Parse(text)).Error;

        Assert.Equal(("InvalidCriteria", ZohoErrorKind.InvalidArgument), (error.Code, error.Kind));
        Assert.StartsWith($"column {column}: expected {expected}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($", found {found}", error.Message, StringComparison.Ordinal);
        Assert.Equal($"Correct it here:\n{text}\n{new string(' ', column - 1)}^", error.Advice);
    }

    [Fact]
    public void The_caret_stands_below_its_character_even_where_the_text_has_line_breaks()
    {
        var error = Assert.Throws<ZohoException>(() => CriteriaParser.Parse("A = 1\nand\tB ? 2")).Error;

        Assert.Equal("Correct it here:\nA = 1 and B ? 2\n            ^", error.Advice);
    }

    [Fact]
    public void Parentheses_without_end_are_refused_and_do_not_end_the_process()
    {
        var deep = new string('(', 1_000_000);

        Assert.Contains("200 parentheses", Assert.Throws<ZohoException>(() => CriteriaParser.Parse(deep)).Message, StringComparison.Ordinal);
        Assert.Contains("200 parentheses", Assert.Throws<ZohoException>(() => CriteriaParser.Parse($"A in {deep}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_deep_as_can_be_written_goes_to_JSON_and_back()
    {
        const int Depth = 199;
        var text = string.Concat(Enumerable.Range(0, Depth).Select(i => $"A = {i} {(i % 2 == 0 ? "and" : "or")} (")) + "A = 0" + new string(')', Depth);
        var criteria = CriteriaParser.Parse(text);

        Assert.True(criteria.MeansSameAs(CriteriaJson.Parse(criteria.ToJson())));
    }

    [Theory]
    [InlineData("""{"comparator":"equal","field":{"api_name":"Stage","id":"17"},"value":"x","type":"value"}""")]
    [InlineData("""{"group_operator":"AND","group":[{"comparator":"is_empty","field":{"api_name":"A","$f":[1]}},{"comparator":"equal","field":{"id":"17"},"value":null}],"$new":{"a":1}}""")]
    public void What_Zoho_has_besides_survives(string json) => AssertJson(json, CriteriaJson.Parse(json).ToJson());

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"field":"Amount","operator":"equal"}""")]
    [InlineData("""{"group_operator":"XOR","group":[]}""")]
    [InlineData("""{"group_operator":"AND","group":[{}]}""")]
    public void What_is_no_criteria_is_refused(string json) =>
        Assert.Equal("InvalidCriteria", Assert.Throws<ZohoException>(() => CriteriaJson.Parse(json)).Error.Code);

    [Theory]
    [InlineData("A = 10", "A = '10'", true)]
    [InlineData("A = 10", "A = 10.0", true)]
    [InlineData("A = true", "A = 'true'", true)]
    [InlineData("A = 10", "A = 11", false)]
    [InlineData("A = '10'", "A = '10.0'", false)]
    [InlineData("A < 2018-09-01T01:00:00-04:00", "A < 2018-09-01T07:00:00+02:00", true)]
    [InlineData("A < 2018-09-01T01:00:00-04:00", "A < 2018-09-01T01:00:00+02:00", false)]
    [InlineData("A = 1 and B = 2", "A = 1 or B = 2", false)]
    [InlineData("A = 1 and B = 2", "A = 1 and B = 2 and C = 3", false)]
    [InlineData("A in ('1', '2')", "A in (1, 2)", true)]
    [InlineData("A in (1)", "A = 1", false)]
    [InlineData("A = null", "A = 'null'", false)]
    [InlineData("A > 1", "A < 1", false)]
    [InlineData("A > 1", "B > 1", false)]
    [InlineData("A = 1 and B = 2", "B = 2 and A = 1", true)]
    [InlineData("A = 1 and (B = 2 or C = 3)", "(C = 3 or B = 2) and a = '1'", true)]
    [InlineData("A = 1 and A = 1", "A = 1 and B = 2", false)]
    [InlineData("A in ('1', '2')", "A in ('2', '1')", true)]
    [InlineData("A in ('1', '1', '2')", "A in ('1', '2', '2')", false)]
    [InlineData("A between 1 and 2", "A between 2 and 1", false)]
    public void Criteria_mean_the_same_where_Zoho_only_writes_them_otherwise(string one, string other, bool same) =>
        Assert.Equal(same, CriteriaParser.Parse(one).MeansSameAs(CriteriaParser.Parse(other)));

    [Fact]
    public void Values_of_dotnet_become_those_of_criteria()
    {
        Assert.Equal("'x'", CriterionValue.From("x").ToString());
        Assert.Equal("10000", CriterionValue.From(10000).ToString());
        Assert.Equal("0.5", CriterionValue.From(0.5).ToString());
        Assert.Equal("1.50", CriterionValue.From(1.50m).ToString());
        Assert.Equal("true", CriterionValue.From(true).ToString());
        Assert.Equal("null", CriterionValue.From(null).ToString());
        Assert.Equal("('a', 1)", CriterionValue.From(new object[] { "a", 1 }).ToString());
        Assert.Equal("'2018-09-01'", CriterionValue.From(new DateTime(2018, 9, 1)).ToString());
        Assert.Equal(
            "'2018-09-01T01:00:00-04:00'",
            CriterionValue.From(DateTimeOffset.Parse("2018-09-01T01:00:00-04:00", CultureInfo.InvariantCulture)).ToString());
        Assert.Equal("InvalidCriteria", Assert.Throws<ZohoException>(() => CriterionValue.From(double.NaN)).Error.Code);
    }

    [Fact]
    public void A_thousand_random_trees_go_from_text_to_JSON_and_back()
    {
        var seed = Random.Shared.Next();
        log.WriteLine($"seed {seed}");
        var random = new RandomCriteria(seed);
        for (var i = 0; i < 1000; i++)
        {
            var drawn = random.Tree();
            var text = drawn.ToText();

            var read = CriteriaParser.Parse(text);
            var back = CriteriaJson.Parse(read.ToJson());

            Assert.True(drawn.Equals(read), $"seed {seed}, tree {i}: {text} is read as {read}");
            Assert.True(read.MeansSameAs(back), $"seed {seed}, tree {i}: {text} comes back as {back}");
            Assert.True(back.Equals(CriteriaParser.Parse(back.ToText())), $"seed {seed}, tree {i}: {back} is read as another");
            Assert.True(back.Equals(CriteriaJson.Parse(back.ToJson())), $"seed {seed}, tree {i}: {back} comes back as another");
        }
    }

    [Fact]
    public void Groups_that_need_not_be_are_printed_as_what_they_mean()
    {
        var seed = Random.Shared.Next();
        log.WriteLine($"seed {seed}");
        var random = new RandomCriteria(seed) { IsPlain = false };
        for (var i = 0; i < 1000; i++)
        {
            var drawn = random.Tree();
            var text = drawn.ToText();

            var read = CriteriaParser.Parse(text);

            Assert.True(read.MeansSameAs(drawn), $"seed {seed}, tree {i}: {text}");
            Assert.True(text == read.ToText(), $"seed {seed}, tree {i}: {text} is printed as {read}");
            Assert.True(drawn.MeansSameAs(CriteriaJson.Parse(drawn.ToJson())), $"seed {seed}, tree {i}: {drawn.ToJson()}");
        }
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
