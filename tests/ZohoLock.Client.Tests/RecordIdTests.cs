using Xunit.Abstractions;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests;

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
    [InlineData("\"5843104000000425565\"")]
    [InlineData("'5843104000000425565")]
    [InlineData("\u200b5843104000000425565")]
    [InlineData("\ufeff5843104000000425565")]
    public void What_is_not_digits_is_refused(string text)
    {
        var error = AssertRefused("InvalidRecordId", text);

        Assert.Contains("digits", error.Advice, StringComparison.Ordinal);
    }

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
        string[] befores = ["", " ", "\t", "zcrm_", " zcrm_", "\r\n", "Zcrm_"];
        string[] afters = ["", " ", "\n", "\u00a0"];
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
