using System.Globalization;
using Xunit.Abstractions;
using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Client.Tests.Finding;

/// <summary>
/// Random conditions find the records that a plain filter finds. To repeat a run, set the environment variable ZOHOLOCK_CONDITION_SEED to the
/// seed that it printed.
/// </summary>
public sealed class RandomConditionTests(ITestOutputHelper log)
{
    private const int Conditions = 1_000;
    private const string SeedVariable = "ZOHOLOCK_CONDITION_SEED";

    private static readonly string[] Stages = ["Qualification", "Needs Analysis", "Closed Won", "Closed Lost", "O'Brien's \"own\"", "50% (or less), and more"];
    private static readonly string[] Names = ["alpha", "beta", "gamma's", "delta and epsilon", "ze''ta", "x\\y", "(eta)", "100% theta"];

    [Theory]
    [InlineData(false, CoqlQuotes.Doubled)]
    [InlineData(true, CoqlQuotes.Either)]
    public async Task A_condition_finds_what_a_plain_filter_finds(bool negationsMatchEmpty, CoqlQuotes quotes)
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        log.WriteLine($"{SeedVariable}={seed}");
        var random = new Random(seed);
        using var emulator = new CrmEmulator();
        emulator.Settings.Unknowns.CoqlNegationsMatchEmpty = negationsMatchEmpty;
        emulator.Settings.Contradictions.CoqlQuotes = quotes;
        var deals = emulator.AddModule("Projects");
        deals.AddField("Phase", "picklist", values: Stages.Select(stage => new CrmPicklistValue(stage, stage)));
        deals.AddField("Amount", "currency");
        deals.AddField("Head_Count", "integer");
        deals.AddField("Due", "date");
        deals.AddField("Begun", "datetime");
        deals.AddField("Client", "text");
        var rows = Enumerable.Range(0, 60).Select(_ => Row.Create(random)).ToArray();
        foreach (var row in rows)
        {
            row.Id = deals.AddRecord(row.ToFields()).Id;
            if (row.IsLocked)
            {
                deals.SetLocked(row.Id);
            }
        }

        emulator.Start();
        using var connection = await Opened.To(emulator);
        for (var i = 0; i < Conditions; i++)
        {
            var condition = Condition.Create(random, negationsMatchEmpty, depth: 2);
            var found = await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Projects") { Where = ParsedCriteria.Parse(condition.Text) }));

            var expected = rows.Where(condition.IsMet).Select(row => row.Id).Order(StringComparer.Ordinal).ToArray();
            Assert.True(
                expected.SequenceEqual(found.Select(record => record.RecordId)),
                $"Seed {seed}, condition {i}: {condition.Text}\nExpected {string.Join(", ", expected)}\nFound {string.Join(", ", found.Select(record => record.RecordId))}");
        }
    }

    private sealed class Row
    {
        public string Id { get; set; } = string.Empty;

        public string? Phase { get; private init; }

        public decimal? Amount { get; private init; }

        public decimal? HeadCount { get; private init; }

        public string? Due { get; private init; }

        public DateTimeOffset? Begun { get; private init; }

        public string? Client { get; private init; }

        public bool IsLocked { get; private init; }

        public static Row Create(Random random) => new()
        {
            Phase = Maybe(random, () => Pick(random, Stages)),
            Amount = Maybe<decimal?>(random, () => RandomAmount(random)),
            HeadCount = Maybe<decimal?>(random, () => random.Next(-3, 10)),
            Due = Maybe(random, () => RandomDay(random)),
            Begun = Maybe<DateTimeOffset?>(random, () => RandomTime(random)),
            Client = Maybe(random, () => Pick(random, Names)),
            IsLocked = random.Next(3) == 0,
        };

        public Dictionary<string, string?> ToFields() => new()
        {
            ["Name"] = "A project",
            ["Phase"] = Phase,
            ["Amount"] = Amount?.ToString(CultureInfo.InvariantCulture),
            ["Head_Count"] = HeadCount?.ToString(CultureInfo.InvariantCulture),
            ["Due"] = Due,
            ["Begun"] = Begun?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            ["Client"] = Client,
        };

        private static T? Maybe<T>(Random random, Func<T> create) => random.Next(5) == 0 ? default : create();
    }

    private sealed record Condition(string Text, Func<Row, bool> IsMet)
    {
        public static Condition Create(Random random, bool matchEmpty, int depth)
        {
            if (depth == 0 || random.Next(3) == 0)
            {
                return CreateComparison(random, matchEmpty);
            }

            var parts = Enumerable.Range(0, random.Next(2, 5)).Select(_ => Create(random, matchEmpty, depth - 1)).ToArray();
            return random.Next(2) == 0
                ? new($"({string.Join(" and ", parts.Select(part => part.Text))})", row => parts.All(part => part.IsMet(row)))
                : new($"({string.Join(" or ", parts.Select(part => part.Text))})", row => parts.Any(part => part.IsMet(row)));
        }

        private static Condition CreateComparison(Random random, bool matchEmpty) => random.Next(7) switch
        {
            0 => OfText(random, "Phase", row => row.Phase, Stages, matchEmpty),
            1 => OfText(random, "Client", row => row.Client, Names, matchEmpty),
            2 => OfOrder(random, "Amount", row => row.Amount, RandomAmount, value => value.ToString(CultureInfo.InvariantCulture), matchEmpty),
            3 => OfOrder(random, "Head_Count", row => row.HeadCount, other => other.Next(-3, 10), value => value.ToString(CultureInfo.InvariantCulture), matchEmpty),
            4 => OfOrder(random, "Due", row => row.Due is null ? null : DateOnly.Parse(row.Due, CultureInfo.InvariantCulture), other => DateOnly.Parse(RandomDay(other), CultureInfo.InvariantCulture), value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), matchEmpty),
            5 => OfOrder(random, "Begun", row => row.Begun, RandomTime, value => value.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture), matchEmpty),
            _ => random.Next(2) == 0 ? new("Locked__s = true", row => row.IsLocked) : new("Locked__s != true", row => !row.IsLocked),
        };

        private static Condition OfText(Random random, string field, Func<Row, string?> valueOf, string[] values, bool matchEmpty)
        {
            var value = Pick(random, values);
            var some = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, values)).ToArray();
            var part = value.Replace("%", string.Empty, StringComparison.Ordinal);
            part = part[random.Next(part.Length / 2)..];
            return random.Next(9) switch
            {
                0 => Of($"{field} = {Quote(value)}", text => text == value, false),
                1 => Of($"{field} != {Quote(value)}", text => text != value, matchEmpty),
                2 => Of($"{field} in ({string.Join(", ", some.Select(Quote))})", text => some.Contains(text), false),
                3 => Of($"{field} not in ({string.Join(",", some.Select(Quote))})", text => !some.Contains(text), matchEmpty),
                4 => Of($"{field} is null", _ => false, true),
                5 => Of($"{field} is not null", _ => true, false),
                6 => Of($"{field} contains {Quote(part)}", text => text.Contains(part, StringComparison.Ordinal), false),
                7 => Of($"{field} not_contains {Quote(part)}", text => !text.Contains(part, StringComparison.Ordinal), matchEmpty),
                _ => Of($"{field} ends_with {Quote(part)}", text => text.EndsWith(part, StringComparison.Ordinal), false),
            };

            Condition Of(string text, Func<string, bool> isMet, bool ifEmpty) => new(text, row => valueOf(row) is { } known ? isMet(known) : ifEmpty);
        }

        private static Condition OfOrder<T>(Random random, string field, Func<Row, T?> valueOf, Func<Random, T> create, Func<T, string> print, bool matchEmpty)
            where T : struct, IComparable<T>
        {
            var (value, other) = (create(random), create(random));
            var (low, high) = value.CompareTo(other) <= 0 ? (value, other) : (other, value);
            return random.Next(11) switch
            {
                0 => Of("=", known => known.CompareTo(value) == 0),
                1 => Of("<>", known => known.CompareTo(value) != 0, matchEmpty),
                2 => Of(">", known => known.CompareTo(value) > 0),
                3 => Of(">=", known => known.CompareTo(value) >= 0),
                4 => Of("<", known => known.CompareTo(value) < 0),
                5 => Of("less_equal", known => known.CompareTo(value) <= 0),
                6 => With($"{field} between {print(low)} and {print(high)}", known => known.CompareTo(low) >= 0 && known.CompareTo(high) <= 0, false),
                7 => With($"{field} not between {print(low)} and {print(high)}", known => known.CompareTo(low) < 0 || known.CompareTo(high) > 0, false),
                8 => With($"{field} in ({print(low)}, {print(high)})", known => known.CompareTo(low) == 0 || known.CompareTo(high) == 0, false),
                9 => With($"{field} is null", _ => false, true),
                _ => With($"{field} is_not_empty", _ => true, false),
            };

            Condition Of(string sign, Func<T, bool> isMet, bool ifEmpty = false) => With($"{field} {sign} {print(value)}", isMet, ifEmpty);

            Condition With(string text, Func<T, bool> isMet, bool ifEmpty) => new(text, row => valueOf(row) is { } known ? isMet(known) : ifEmpty);
        }

        private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private static decimal RandomAmount(Random random) => random.Next(-5, 20) * 2.5m;

    private static string RandomDay(Random random) => $"2026-0{random.Next(1, 4)}-0{random.Next(1, 9)}";

    private static DateTimeOffset RandomTime(Random random) => new(2026, 1, random.Next(1, 4), random.Next(24), random.Next(60), 0, TimeSpan.FromHours(random.Next(-3, 4)));
}
