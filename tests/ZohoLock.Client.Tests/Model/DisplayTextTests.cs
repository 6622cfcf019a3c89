using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Configuration.Portable;
using ZohoLock.Errors;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Model;

/// <summary>Text from elsewhere is shown in one line, and nothing in it is obeyed by a terminal or moves the text around it.</summary>
public sealed class DisplayTextTests
{
    // Each takes rows away, writes over them, sets the clipboard or the title, makes a link, or turns the text around.
    private const string Hostile = "a\u001b[2J\u001b[1A\u001b]8;;https://evil.example\u0007b\u001b]52;c;YQ==\u001b\\\u009b2K\u009d0;c\u009c\u202ed\u2066e\u200ff\u0000\u007f\r\ng\u2028h";

    private static readonly char[] Obeyed = [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(unit =>
        char.IsControl(unit) || unit is '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))];

    [Theory]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("Müller & Söhne, 山田 🔒 👩‍🚀", "Müller & Söhne, 山田 🔒 👩‍🚀")]
    [InlineData("one\r\n\ttwo\nthree", "one two three")]
    [InlineData("one\u2028two\u2029three\u0085four", "one two three four")]
    [InlineData("\u001b[31m", "␛[31m")]
    [InlineData("\u0000\u0007\u0008", "␀␇␈")]
    [InlineData("\u007f", "␡")]
    [InlineData("\u009b31m", "\ufffd31m")]
    [InlineData("a\u202eb", "a\ufffdb")]
    [InlineData("a\u200bb", "a\ufffdb")]
    [InlineData("a\U000E0041b", "a\ufffdb")]
    public void A_text_is_shown_in_one_line_of_what_can_be_seen(string? text, string shown) => Assert.Equal(shown, DisplayText.Line(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("a\ufffd", DisplayText.Line("a\ud83d"));

    [Fact]
    public void Every_character_that_a_terminal_obeys_is_replaced() =>
        Assert.All(Obeyed, unit => Assert.DoesNotContain(unit, DisplayText.Line($"a{unit}b")));

    [Fact]
    public void Lines_stay_lines() => Assert.Equal("one\n two ␛\n", DisplayText.Lines("one\n two \u001b\r\n"));

    [Theory]
    [InlineData(5, "abcd…")]
    [InlineData(6, "abcdef")]
    public void A_long_text_ends_with_an_ellipsis(int maxLength, string shown) => Assert.Equal(shown, DisplayText.Line("abcdef", maxLength));

    [Fact]
    public void The_texts_of_outputs_are_safe()
    {
        var rule = new LockingRule { Name = Hostile, Criteria = new LockingComparison(new FieldReference(Hostile), "equal", CriterionValue.FromText(Hostile)) };
        object[] outputs =
        [
            new User { Name = Hostile }, new NamedReference(Hostile), new FieldReference(Hostile), rule, rule.Criteria, CriterionValue.FromText(Hostile),
            new ConfigurationChange(Hostile, Hostile, Hostile), new ConfigurationProblem(CatalogEntries.UnknownField, Hostile, Hostile), new CrmOrganization("1", Hostile),
        ];

        Assert.All(outputs, output => AssertSafe(output.ToString()!));
    }

    [Fact]
    public void An_error_and_its_cause_are_safe()
    {
        var error = new ZohoError { Code = Hostile, Message = Hostile, Advice = Hostile, Details = $$"""{"a":"{{Hostile}}"}""", Kind = ZohoErrorKind.ConnectionError };
        var failure = new ZohoException(error, new IOException("outer", new IOException(Hostile)));

        AssertSafe(error.Code);
        AssertSafe(error.Message);
        AssertSafe(error.Advice.ReplaceLineEndings(string.Empty));
        AssertSafe(error.Details!);
        Assert.Null(failure.InnerException);
        Assert.NotNull(new ZohoException(error, new IOException("two\r\nlines")).InnerException);
    }

    [Fact]
    public async Task What_a_server_says_is_safe()
    {
        var json = System.Text.Json.JsonSerializer.Serialize(Hostile);
        using var server = LiteralServer.Always(Reply.Json(
            400, $$$"""{"code":{{{json}}},"details":{"api_name":{{{json}}},"json_path":{{{json}}},"permissions":[{{{json}}}]},"message":{{{json}}},"status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        foreach (var call in LockingCalls.All)
        {
            var failure = await new RecordLockClient(connection.Api).FailAsync(call);

            AssertSafe(failure.Error.Code);
            AssertSafe(failure.Message);
            AssertSafe(failure.Error.Advice);
            AssertSafe(failure.Error.Details ?? string.Empty);
        }
    }

    [Theory]
    [InlineData("a\u001b[2J", "U+001B at position 2")]
    [InlineData("\u0000", "U+0000 at position 1")]
    [InlineData("a\u007f", "U+007F at position 2")]
    [InlineData("ab\u009b", "U+009B at position 3")]
    [InlineData("a\u202eb", "U+202E at position 2")]
    [InlineData("a\u2066b", "U+2066 at position 2")]
    public void A_control_character_in_a_reason_is_refused(string reason, string place)
    {
        var failure = Assert.Throws<ZohoException>(() => LockReason.Require(reason));

        Assert.Equal(("InvalidReason", ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
        Assert.Equal($"the reason has the control character {place}", failure.Error.Message);
    }

    [Theory]
    [InlineData("two\r\nlines\tand a tab")]
    [InlineData("سبب\u200f")]
    [InlineData("👩‍🚀 …")]
    public void What_people_write_is_taken(string reason) => Assert.Equal(reason, LockReason.Require(reason));

    [Theory]
    [InlineData("$.module", """{"module":"De\u001bals","lock_type":"manual"}""")]
    [InlineData("$.lock_excluded_profiles[0]", """{"module":"Deals","lock_type":"manual","lock_excluded_profiles":["Sta\u202endard"]}""")]
    [InlineData("$.excluded_fields[1]", """{"module":"Deals","lock_type":"manual","excluded_fields":["A","\u009b2K"]}""")]
    [InlineData("$.restricted_custom_buttons[0]", """{"module":"Deals","lock_type":"manual","restricted_custom_buttons":["\u0007"]}""")]
    [InlineData("$.locking_rules[0].name", """{"module":"Deals","lock_type":"automatic","locking_rules":[{"name":"W\u001b[1Aon","criteria":"A = 1"}]}""")]
    [InlineData("$.locking_rules[0].criteria", """{"module":"Deals","lock_type":"automatic","locking_rules":[{"name":"Won","criteria":"A = '\u001b'"}]}""")]
    [InlineData("$.locking_rules[0].criteria", """
        {"module":"Deals","lock_type":"automatic","locking_rules":[{"name":"Won","criteria":{"comparator":"equal","field":{"api_name":"A"},"value":"\u001b"}}]}
        """)]
    public void A_control_character_in_a_configuration_file_is_refused_with_its_place(string path, string json)
    {
        var failure = Assert.Throws<ZohoException>(() => PortableConfiguration.Read(json));

        Assert.Equal("InvalidConfigurationFile", failure.Error.Code);
        Assert.StartsWith($"{path}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("control character", failure.Message, StringComparison.Ordinal);
        AssertSafe(failure.Message);
    }

    [Fact]
    public void A_control_character_in_criteria_is_refused_with_its_column()
    {
        var failure = Assert.Throws<ZohoException>(() => CriteriaParser.Parse("Stage = 'Won\u001b'"));

        Assert.Equal("InvalidCriteria", failure.Error.Code);
        Assert.StartsWith("column 13: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_character_in_the_name_of_a_new_rule_is_a_problem_and_in_one_that_Zoho_has_is_none()
    {
        var rule = new LockingRule { Name = "W\u001bon", Criteria = CriteriaParser.Parse("A = 1") };
        var configuration = new LockConfiguration { Module = "Deals", LockType = LockType.Automatic, LockingRules = [rule] };

        Assert.Contains("U+001B at position 2", Assert.Single(configuration.FindProblems()).Message, StringComparison.Ordinal);
        Assert.Empty(configuration.FindProblems(configuration));
    }

    private static void AssertSafe(string text) => Assert.Equal(-1, text.IndexOfAny(Obeyed));
}
