using Xunit.Abstractions;
using ZohoLock.Input;

namespace ZohoLock.Client.Tests.Input;

/// <summary>Identifiers are strings of digits.</summary>
public sealed class RecordIdTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("5843104000000425565", "5843104000000425565")]
    [InlineData("zcrm_5843104000000425565", "5843104000000425565")]
    [InlineData("ZCRM_5843104000000425565", "5843104000000425565")]
    [InlineData("  5843104000000425565\t", "5843104000000425565")]
    [InlineData("\u00a05843104000000425565\u3000", "5843104000000425565")]
    [InlineData(" zcrm_5843104000000425565 ", "5843104000000425565")]
    [InlineData("5843104000000425565\n", "5843104000000425565")]
    [InlineData("5843104000000425565\r\n", "5843104000000425565")]
    [InlineData("0005843104000000425565", "0005843104000000425565")]
    [InlineData("1", "1")]
    [InlineData("\u200b5843104000000425565", "5843104000000425565")]
    [InlineData("\ufeff5843104000000425565\ufeff", "5843104000000425565")]
    [InlineData("\u200e5843104000000425565\u200f", "5843104000000425565")]
    [InlineData("\u202a5843104000000425565\u202c", "5843104000000425565")]
    [InlineData("\u20665843104000000425565\u2069", "5843104000000425565")]
    [InlineData("\u20605843104000000425565\u2065", "5843104000000425565")]
    [InlineData("\u00ad5843104000000425565", "5843104000000425565")]
    [InlineData("\u202f\u2003\u00855843104000000425565\u2028", "5843104000000425565")]
    [InlineData("\U000E0001\u180e5843104000000425565", "5843104000000425565")]
    [InlineData(" \ufeff zcrm_5843104000000425565\u200b ", "5843104000000425565")]
    [InlineData("\"5843104000000425565\"", "5843104000000425565")]
    [InlineData("'5843104000000425565", "5843104000000425565")]
    [InlineData("\u20185843104000000425565\u2019", "5843104000000425565")]
    [InlineData("\u201e5843104000000425565\u201c", "5843104000000425565")]
    [InlineData("=\"5843104000000425565\"", "5843104000000425565")]
    [InlineData(" =\"zcrm_5843104000000425565\" ", "5843104000000425565")]
    [InlineData("\"'5843104000000425565'\"", "5843104000000425565")]
    [InlineData("12345678901234567890123456789012", "12345678901234567890123456789012")]
    [InlineData("zcrm_12345678901234567890123456789012", "12345678901234567890123456789012")]
    public void What_people_have_for_an_id_is_taken_for_its_digits(string text, string id) => Assert.Equal(id, RecordId.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\r\n")]
    [InlineData("zcrm_")]
    [InlineData(" zcrm_ ")]
    [InlineData("\u200b")]
    [InlineData("\ufeff\u00a0")]
    [InlineData("\"\"")]
    [InlineData("'")]
    [InlineData("=\"\"")]
    public void An_empty_id_is_told_as_missing(string? text) => AssertRefused("MissingRecordId", text);

    [Theory]
    [InlineData("5.8431E+18")]
    [InlineData("5,8431E+18")]
    [InlineData("5.8431e18")]
    [InlineData("5.84310400000043E+18")]
    [InlineData("6E+18")]
    [InlineData("5.E+18")]
    [InlineData(" 5.8431E+18 ")]
    [InlineData("zcrm_5.8431E+18")]
    [InlineData("-5.8431E+18")]
    [InlineData("5\u066B8431E+18")]
    [InlineData("'5.8431E+18")]
    [InlineData("\u200b5,84310400000043E+18")]
    public void An_id_that_a_spreadsheet_rounded_is_told_as_such(string text)
    {
        var error = AssertRefused("RoundedRecordId", text);

        Assert.Contains("spreadsheet", error.Message, StringComparison.Ordinal);
        Assert.Contains("text", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-5843104000000425565")]
    [InlineData("+5843104000000425565")]
    [InlineData("5843104000000425565.0")]
    [InlineData("5,843,104,000,000,425,565")]
    [InlineData("5843104 000000425565")]
    [InlineData("5843104000000425565;5843104000000425566")]
    [InlineData("584310400\n0000425565")]
    [InlineData("5843104000000425565\0")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("٥٨٤٣١٠٤")]
    [InlineData("５８４３１０４")]
    [InlineData("५८४३")]
    [InlineData("584310400000042556²")]
    [InlineData("5843104🔒")]
    [InlineData("🔒")]
    [InlineData("Theola Frey")]
    [InlineData("zcrm5843104000000425565")]
    [InlineData("zcrm_zcrm_5843104000000425565")]
    [InlineData("zcrm_ 5843104000000425565")]
    [InlineData("0x5843")]
    [InlineData("1/../2")]
    [InlineData("#N/A")]
    [InlineData("=5843104000000425565")]
    [InlineData("5843104\"000000425565")]
    [InlineData("58431\u200b04000000425565")]
    [InlineData("zcrm_\u200b5843104000000425565")]
    [InlineData("Theola\u200bFrey")]
    [InlineData("\ud800")]
    [InlineData("5843\udc00104")]
    public void What_is_not_digits_is_refused(string text)
    {
        var error = AssertRefused("InvalidRecordId", text);

        Assert.Contains("digits", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("58431\u200b04000000425565", "U+200B, which can't be seen, after the 5th digit")]
    [InlineData("5\u00ad843104000000425565", "U+00AD, which can't be seen, after the 1st digit")]
    [InlineData("58\u202e43\u200b104", "U+202E, which can't be seen, after the 2nd digit")]
    [InlineData("584\ufeff3104", "U+FEFF, which can't be seen, after the 3rd digit")]
    [InlineData("58431040000\u00a000425565", "U+00A0, which can't be seen, after the 11th digit")]
    [InlineData("584310400000004255651\u20601", "U+2060, which can't be seen, after the 21st digit")]
    [InlineData("zcrm_\u200b5843104", "U+200B, which can't be seen, before the first digit")]
    [InlineData("5843104000000425565\0", "U+0000, which can't be seen, after the 19th digit")]
    [InlineData("58\U000E0020431", "U+E0020, which can't be seen, after the 2nd digit")]
    [InlineData("5843104 000000425565", "U+0020, which can't be seen, after the 7th digit")]
    public void A_character_inside_that_cannot_be_seen_is_named(string text, string named)
    {
        var error = AssertRefused("InvalidRecordId", text);

        Assert.EndsWith(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("Take that character out", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_that_cannot_be_seen_is_shown_in_the_message()
    {
        Assert.StartsWith("'58431\\u200B04' is no record id", Refused("58431\u200b04", "record id").Message, StringComparison.Ordinal);
        Assert.StartsWith("'\\u001B[31mx' is no record id", Refused("\u001b[31mx", "record id").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0665\u0668\u0664\u0663", "U+0665")]
    [InlineData("58\uff14\uff13", "U+FF14")]
    [InlineData("\u096b\u096e", "U+096B")]
    [InlineData("\U0001D7D3", "U+1D7D3")]
    [InlineData("zcrm_\u0665\u0668", "U+0665")]
    public void Digits_of_another_script_are_told_as_such(string text, string named)
    {
        var error = AssertRefused("InvalidRecordId", text);

        Assert.Contains("another script", error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 9", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u200b\ufeff")]
    public void An_id_that_may_be_left_out_is_null_where_nothing_can_be_seen(string? text) => Assert.Null(RecordId.ParseOptional(text, "lock id"));

    [Theory]
    [InlineData("5843104000000420000", true)]
    [InlineData("5843104000000000000", true)]
    [InlineData("584310400000042000", true)]
    [InlineData("58431040000004200", true)]
    [InlineData("5843104000000420", true)]
    [InlineData("5843104000000420001", false)]
    [InlineData("5843104000000421000", false)]
    [InlineData("5843104000000425500", false)]
    [InlineData("584310400000042", false)]
    [InlineData("584310400000000", false)]
    [InlineData("0", false)]
    [InlineData("", false)]
    [InlineData("CustomModule0000000", false)]
    public void An_id_looks_cut_where_all_after_its_15th_digit_is_zero(string id, bool looksCut) => Assert.Equal(looksCut, RecordId.LooksTruncated(id));

    [Fact]
    public void A_lock_id_is_named_as_such()
    {
        Assert.Equal("InvalidLockId", Refused("x", "lock id").Code);
        Assert.Equal("MissingLockId", Refused("", "lock id").Code);
        Assert.Equal("RoundedLockId", Refused("5.8E+18", "lock id").Code);
        Assert.Contains("lock id", Refused("x", "lock id").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_document_in_place_of_an_id_is_shown_in_part()
    {
        var error = AssertRefused("InvalidRecordId", new string('x', 100_000));

        Assert.InRange(error.Message.Length, 1, 200);
    }

    [Theory]
    [InlineData(39)]
    [InlineData(40)]
    [InlineData(41)]
    public void A_text_that_is_shown_in_part_is_not_cut_through_a_character(int before)
    {
        var message = Refused(new string('x', before) + "🔒🔒🔒", "record id").Message;

        Assert.Equal(message, string.Concat(message.EnumerateRunes()));
    }

    [Fact]
    public void Digits_of_any_length_up_to_the_limit_survive_and_anything_mixed_in_is_refused()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] befores = ["", " ", "\t", "zcrm_", " zcrm_", "\r\n", "Zcrm_", "\ufeff", "\u200b zcrm_", "'", "\"", "=\""];
        string[] afters = ["", " ", "\n", "\u00a0", "\u200b", "\"", "\u202c\u200f"];
        const string Others = "abcXYZ.,;:-_/\\'\"#%& \t\n\u0660\uff11é漢";
        for (var round = 0; round < 5000; round++)
        {
            var digits = string.Concat(Enumerable.Range(0, random.Next(1, 33)).Select(_ => (char)('0' + random.Next(10))));
            var text = befores[random.Next(befores.Length)] + digits + afters[random.Next(afters.Length)];
            Assert.Equal(digits, RecordId.Parse(text));

            // In the middle, where it is neither a blank around the id nor a prefix of it.
            var at = random.Next(1, digits.Length + 1);
            var mixed = $"{digits[..at]}{Others[random.Next(Others.Length)]}{digits[at..]}7";
            var error = Refused(mixed, "record id");
            Assert.Equal((ZohoErrorKind.InvalidArgument, false), (error.Kind, error.EndsRun));
        }
    }

    private static ZohoError AssertRefused(string code, string? text)
    {
        var error = Refused(text, "record id");
        Assert.Equal((code, ZohoErrorKind.InvalidArgument), (error.Code, error.Kind));
        Assert.Null(error.StatusCode);
        Assert.NotEmpty(error.Advice);
        return error;
    }

    private static ZohoError Refused(string? text, string name) => Assert.Throws<ZohoException>(() => RecordId.Parse(text, name)).Error;
}
