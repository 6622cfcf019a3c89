using System.Globalization;
using Xunit.Abstractions;

namespace ZohoCrm.Emulator.Tests.Api.Coql;

/// <summary>Random conditions, answered over HTTP and by a plain filter of the records.</summary>
public sealed class CoqlPropertyTests(ITestOutputHelper output) : IDisposable
{
    private const int Conditions = 1000;

    private static readonly string[] Stages = ["Closed Won", "closed won", "Qualification", "O'Brien", "50%", "x"];

    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Random_conditions_select_what_a_filter_selects(bool negationsMatchEmpty)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        _emulation.Settings.Unknowns.CoqlNegationsMatchEmpty = negationsMatchEmpty;
        var deals = _emulation.Emulator.AddModule("Deals");
        var records = AddRecords(deals, random);
        var conditions = new RandomConditions(random, negationsMatchEmpty);
        for (var i = 0; i < Conditions; i++)
        {
            var (text, matches) = conditions.Create(depth: 3);

            var answer = await _emulation.QueryAsync($"select id from Deals where {text} order by id limit 2000");

            Assert.True(answer.Status is 200 or 204, $"Seed {seed}: {text}: {answer.Body}");
            var found = answer.Status == 204 ? [] : answer.Json["data"]!.AsArray().Select(row => (string)row!["id"]!);
            var expected = records.Where(matches).Select(record => record.Id.ToString(CultureInfo.InvariantCulture));
            Assert.True(expected.SequenceEqual(found), $"Seed {seed}: {text}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}");
        }
    }

    private static Deal[] AddRecords(CrmModule deals, Random random)
    {
        var records = new Deal[150];
        for (var i = 0; i < records.Length; i++)
        {
            var deal = new Deal(
                i + 1,
                random.Next(4) == 0 ? null : Stages[random.Next(Stages.Length)],
                random.Next(4) == 0 ? null : random.Next(-20, 20) / 2m,
                random.Next(4) == 0 ? null : new DateOnly(2026, 1, 1).AddDays(random.Next(20)),
                random.Next(2) == 0);
            records[i] = deal;
            var id = deal.Id.ToString(CultureInfo.InvariantCulture);
            deals.AddRecord(id, "x", new Dictionary<string, string?>
            {
                ["Stage"] = deal.Stage,
                ["Amount"] = deal.Amount?.ToString(CultureInfo.InvariantCulture),
                ["Closing_Date"] = deal.Closing?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            });
            if (deal.IsLocked)
            {
                deals.SetLocked(id);
            }
        }

        return records;
    }

    private sealed record Deal(int Id, string? Stage, decimal? Amount, DateOnly? Closing, bool IsLocked);

    /// <summary>Creates conditions, each with the filter that it stands for.</summary>
    private sealed class RandomConditions(Random random, bool negationsMatchEmpty)
    {
        public (string Text, Func<Deal, bool> Matches) Create(int depth)
        {
            if (depth == 0 || random.Next(3) == 0)
            {
                return CreateComparison();
            }

            var (left, right) = (Create(depth - 1), Create(depth - 1));
            return random.Next(2) == 0
                ? ($"({left.Text} and {right.Text})", deal => left.Matches(deal) && right.Matches(deal))
                : ($"({left.Text} or {right.Text})", deal => left.Matches(deal) || right.Matches(deal));
        }

        private (string Text, Func<Deal, bool> Matches) CreateComparison()
        {
            switch (random.Next(5))
            {
                case 0:
                    return CreateText();
                case 1:
                    return CreateOrdered<decimal>("Amount", deal => deal.Amount, () => random.Next(-20, 20) / 2m, amount => $"{amount}");
                case 2:
                    return CreateOrdered<DateOnly>(
                        "Closing_Date", deal => deal.Closing, () => new DateOnly(2026, 1, 1).AddDays(random.Next(20)), date => $"'{date:yyyy-MM-dd}'");
                case 3:
                    return CreateOrdered<int>("id", deal => deal.Id, () => random.Next(160), id => $"'{id}'");
                default:
                    var isLocked = random.Next(2) == 0;
                    return ($"Locked__s = '{(isLocked ? "true" : "false")}'", deal => deal.IsLocked == isLocked);
            }
        }

        private (string Text, Func<Deal, bool> Matches) CreateText()
        {
            var stage = Stages[random.Next(Stages.Length)];
            var part = stage[..random.Next(1, stage.Length + 1)].TrimEnd('%');
            var quoted = Quote(stage);
            bool Is(string? text) => stage.Equals(text, StringComparison.OrdinalIgnoreCase);
            return random.Next(8) switch
            {
                0 => ($"Stage = {quoted}", deal => Is(deal.Stage)),
                1 => ($"Stage != {quoted}", Not(deal => deal.Stage, Is)),
                2 => ($"Stage in ({quoted}, 'y')", deal => Is(deal.Stage)),
                3 => ($"Stage not in ('y', {quoted})", Not(deal => deal.Stage, Is)),
                4 => ("Stage is null", deal => deal.Stage is null),
                5 => ("Stage is not null", deal => deal.Stage is not null),
                6 => ($"Stage like {Quote(part + "%")}", deal => deal.Stage?.StartsWith(part, StringComparison.OrdinalIgnoreCase) == true),
                _ => (
                    $"Stage not like {Quote($"%{part}%")}",
                    Not(deal => deal.Stage, text => text!.Contains(part, StringComparison.OrdinalIgnoreCase))),
            };
        }

        private (string Text, Func<Deal, bool> Matches) CreateOrdered<T>(string field, Func<Deal, T?> read, Func<T> next, Func<T, FormattableString> write)
            where T : struct, IComparable<T>
        {
            var (low, high) = (next(), next());
            var (first, second) = (Text(write(low)), Text(write(high)));
            Func<Deal, bool> If(Func<T, bool> holds) => deal => read(deal) is { } value && holds(value);
            Func<Deal, bool> Unless(Func<T, bool> holds) => Not(read, value => holds(value!.Value));
            return random.Next(12) switch
            {
                0 => ($"{field} = {first}", If(value => value.CompareTo(low) == 0)),
                1 => ($"{field} != {first}", Unless(value => value.CompareTo(low) == 0)),
                2 => ($"{field} > {first}", If(value => value.CompareTo(low) > 0)),
                3 => ($"{field} >= {first}", If(value => value.CompareTo(low) >= 0)),
                4 => ($"{field} < {first}", If(value => value.CompareTo(low) < 0)),
                5 => ($"{field} <= {first}", If(value => value.CompareTo(low) <= 0)),
                6 => ($"{field} between {first} and {second}", If(value => value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0)),
                7 => ($"{field} not between {first} and {second}", Unless(value => value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0)),
                8 => ($"{field} in ({first}, {second})", If(value => value.CompareTo(low) == 0 || value.CompareTo(high) == 0)),
                9 => ($"{field} not in ({first}, {second})", Unless(value => value.CompareTo(low) == 0 || value.CompareTo(high) == 0)),
                10 => ($"{field} is null", deal => read(deal) is null),
                _ => ($"{field} is not null", deal => read(deal) is not null),
            };
        }

        private Func<Deal, bool> Not<T>(Func<Deal, T?> read, Func<T?, bool> holds) =>
            deal => read(deal) is null ? negationsMatchEmpty : !holds(read(deal));

        private string Quote(string text) => random.Next(3) switch
        {
            0 => $"\"{text}\"",
            1 => $"'{text.Replace("'", "\\'", StringComparison.Ordinal)}'",
            _ => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        };

        private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
