using System.Globalization;
using System.Text.Json;
using ZohoLock.Authentication;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Model;

public sealed class OutputTextTests
{
    public static TheoryData<Type> Enums =>
        [.. typeof(RecordLock).Assembly.GetExportedTypes().Concat(typeof(Connection).Assembly.GetExportedTypes()).Where(type => type.IsEnum)];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Enums_are_words_in_JSON(Type type)
    {
        foreach (var value in Enum.GetValues(type))
        {
            var json = JsonSerializer.Serialize(value, type);
            Assert.Equal($"\"{value}\"", json);
            Assert.Equal(value, JsonSerializer.Deserialize(json, type));
        }
    }

    [Fact]
    public void A_lock_is_words_and_ISO_8601_in_JSON()
    {
        var time = new DateTimeOffset(2026, 9, 30, 23, 4, 31, TimeSpan.FromHours(2));
        var json = JsonSerializer.Serialize(new RecordLock("Deals", "1", "2") { Source = LockSource.Both, LockedTime = time });
        Assert.Contains("\"Source\":\"Both\"", json, StringComparison.Ordinal);
        Assert.Contains("\"LockedTime\":\"2026-09-30T23:04:31+02:00\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_outputs_is_the_same_in_every_culture()
    {
        var time = new DateTimeOffset(2026, 9, 30, 23, 4, 31, TimeSpan.FromHours(2));
        var texts = () => new object[]
        {
            new RecordLock("Deals", "1", "2") { Source = LockSource.Manual, LockedTime = time },
            new LockConfiguration { Module = "Deals", Id = "3", ModifiedTime = time, CreatedTime = time },
            new RecordUnlock("Deals", "1", "2", RecordUnlockStatus.Unlocked) { Reason = "x", LockedTime = time },
        }.Select(output => output.ToString()).ToArray();
        Assert.Equal(texts(), InCulture(OtherCulture(), texts));
    }

    [Fact]
    public void Errors_have_numbers_in_one_way()
    {
        var half = TimeSpan.FromSeconds(0.5);
        var messages = InCulture(OtherCulture(), () => new[]
        {
            TransportErrors.TimedOut(half).Message,
            TransportErrors.NoTokenInTime(half).Message,
            TokenErrors.TimedOut(new Uri("https://accounts.zoho.eu"), half).Message,
        });
        Assert.All(messages, message => Assert.Contains("within 0.5 seconds", message, StringComparison.Ordinal));
    }

    private static CultureInfo OtherCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.ShortDatePattern = "dd.MM.'1448'";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        return culture;
    }

    private static T InCulture<T>(CultureInfo culture, Func<T> make)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return make();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
