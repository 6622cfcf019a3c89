using System.Globalization;
using Xunit.Abstractions;
using ZohoLock.Input;

namespace ZohoLock.Client.Tests.Input;

/// <summary>Whether the first ids of a run were cut by a spreadsheet.</summary>
public sealed class TruncatedIdFilterTests(ITestOutputHelper output)
{
    private const string Whole = "5843104000000425565";

    [Fact]
    public void A_whole_id_goes_on_at_once_and_nothing_is_looked_at_after_it()
    {
        var screen = new TruncatedIdFilter<int>();

        Assert.Equal([1], screen.Admit(1, Whole));
        Assert.True(screen.IsOpen);
        foreach (var number in Enumerable.Range(2, 50))
        {
            Assert.Equal([number], screen.Admit(number, Cut(number)));
        }

        Assert.Empty(screen.Complete());
    }

    [Fact]
    public void Cut_ids_are_held_until_a_whole_one_comes_and_then_all_go_on_in_order()
    {
        var screen = new TruncatedIdFilter<int>();
        for (var number = 1; number <= 9; number++)
        {
            Assert.Empty(screen.Admit(number, Cut(number)));
            Assert.False(screen.IsOpen);
        }

        Assert.Equal(Enumerable.Range(1, 10), screen.Admit(10, Whole));
        Assert.True(screen.IsOpen);
        Assert.Empty(screen.Complete());
    }

    [Fact]
    public void Ten_cut_ids_are_refused_and_the_error_shows_one()
    {
        var screen = new TruncatedIdFilter<int>();
        for (var number = 1; number <= 9; number++)
        {
            Assert.Empty(screen.Admit(number, Cut(number)));
        }

        var error = Assert.Throws<ZohoException>(() => screen.Admit(10, Cut(10))).Error;

        Assert.Equal(("CutRecordIds", ZohoErrorKind.InvalidArgument, true), (error.Code, error.Kind, error.EndsRun));
        Assert.Contains(Cut(1), error.Message, StringComparison.Ordinal);
        Assert.Contains("spreadsheet", error.Message, StringComparison.Ordinal);
        Assert.Contains("text", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 19)]
    [InlineData(9, 19)]
    [InlineData(2, 18)]
    [InlineData(2, 17)]
    [InlineData(4, 16)]
    public void Several_cut_ids_that_are_all_the_input_are_refused(int count, int length)
    {
        var screen = new TruncatedIdFilter<int>();
        for (var number = 1; number <= count; number++)
        {
            Assert.Empty(screen.Admit(number, Cut(number)[..length]));
        }

        Assert.Equal("CutRecordIds", Assert.Throws<ZohoException>(() => screen.Complete()).Error.Code);
    }

    [Theory]
    [InlineData(1, 19)]
    [InlineData(3, 16)]
    [InlineData(1, 16)]
    public void What_may_be_chance_goes_on_at_the_end_of_the_input(int count, int length)
    {
        var screen = new TruncatedIdFilter<int>();
        for (var number = 1; number <= count; number++)
        {
            Assert.Empty(screen.Admit(number, Cut(number)[..length]));
        }

        Assert.Equal(Enumerable.Range(1, count), screen.Complete());
        Assert.True(screen.IsOpen);
    }

    [Fact]
    public void Input_without_an_id_is_held_in_its_place_and_decides_nothing()
    {
        var screen = new TruncatedIdFilter<int>();
        Assert.Empty(screen.Admit(1, null));
        Assert.Empty(screen.Admit(2, Cut(2)));
        Assert.Empty(screen.Admit(3, null));

        Assert.Equal([1, 2, 3, 4], screen.Admit(4, Whole));
    }

    [Fact]
    public void Input_without_ids_goes_on_after_ten()
    {
        var screen = new TruncatedIdFilter<int>();
        for (var number = 1; number <= 9; number++)
        {
            Assert.Empty(screen.Admit(number, null));
        }

        Assert.Equal(Enumerable.Range(1, 10), screen.Admit(10, null));
        Assert.True(screen.IsOpen);
    }

    [Fact]
    public void Bad_input_among_cut_ids_does_not_hide_them()
    {
        var screen = new TruncatedIdFilter<int>();
        for (var number = 1; number <= 9; number++)
        {
            Assert.Empty(screen.Admit(number, number % 2 == 0 ? null : Cut(number)));
        }

        Assert.Throws<ZohoException>(() => screen.Admit(10, null));
    }

    [Fact]
    public void No_input_is_nothing() => Assert.Empty(new TruncatedIdFilter<int>().Complete());

    [Fact]
    public void Whatever_comes_goes_on_once_and_in_order_or_is_refused()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 5000; round++)
        {
            string?[] ids = [.. Enumerable.Range(1, random.Next(30)).Select(number => random.Next(8) switch { 0 => Whole, 1 => null, _ => Cut(number) })];
            var screen = new TruncatedIdFilter<int>();
            List<int> released = [];
            try
            {
                for (var at = 0; at < ids.Length; at++)
                {
                    released.AddRange(screen.Admit(at, ids[at]));
                    Assert.InRange(at + 1 - released.Count, 0, 9);
                }

                released.AddRange(screen.Complete());
                Assert.Equal(Enumerable.Range(0, ids.Length), released);
            }
            catch (ZohoException)
            {
                Assert.Empty(released);
                Assert.DoesNotContain(Whole, ids.Take(10));
                Assert.True(ids.Take(10).Count(id => id is not null) > 1);
            }
        }
    }

    private static string Cut(int number) => string.Create(CultureInfo.InvariantCulture, $"5843104000{number:D5}0000");
}
