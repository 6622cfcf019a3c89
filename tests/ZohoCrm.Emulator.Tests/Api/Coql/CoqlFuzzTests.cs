using Xunit.Abstractions;

namespace ZohoCrm.Emulator.Tests.Api.Coql;

/// <summary>Queries of random tokens and characters: each is answered, or refused with a code of Zoho's.</summary>
public sealed class CoqlFuzzTests(ITestOutputHelper output) : IDisposable
{
    private const int Queries = 2000;

    private static readonly string[] Tokens =
    [
        "select", "from", "where", "group", "order", "by", "limit", "offset", "and", "or", "not", "in", "like", "between", "is", "null", "as",
        "asc", "desc", "(", ")", ",", "#", "=", "!=", ">", "<=", "id", "Stage", "Amount", "Owner", "Owner.last_name", "Account_Name.", "Closing_Date",
        "Description", "Locked__s", "COUNT", "SUM", "Deals", "'x'", "''", "'%'", "'true'", "5", "-5", "99999999999", "1.5", "'2026-01-01'", "'", "\"", "\\",
        ".", "..", ";", "\n", "é", "\u0001",
    ];

    private static readonly string[] Codes =
        ["SYNTAX_ERROR", "INVALID_QUERY", "INVALID_DATA", "LIMIT_EXCEEDED", "DUPLICATE_DATA", "DUPLICATE_ALIAS", "INVALID_ALIAS"];

    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Random_queries_are_answered_or_refused()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        _emulation.Emulator.AddModule("Deals").AddRecords(20);
        for (var i = 0; i < Queries; i++)
        {
            var query = Create(random);

            var answer = await _emulation.QueryAsync(query);

            Assert.True(answer.Status is 200 or 204 || (answer.Status == 400 && Codes.Contains(answer.Code)), $"Seed {seed}: {query}: {answer.Body}");
        }
    }

    /// <summary>A valid query in which some tokens are replaced, removed or repeated.</summary>
    private static string Create(Random random)
    {
        var tokens = new List<string>(
            "select Stage , COUNT( id ) as n from Deals where ( ( id > 5 and Stage in ( 'x' , 'y' ) ) or Amount between 1 and 5 ) group by Stage order by n desc limit 5 offset 1"
                .Split(' '));
        for (var changes = random.Next(6); changes > 0; changes--)
        {
            var index = random.Next(tokens.Count);
            var token = Tokens[random.Next(Tokens.Length)];
            switch (random.Next(3))
            {
                case 0:
                    tokens[index] = token;
                    break;
                case 1:
                    tokens.RemoveAt(index);
                    break;
                default:
                    tokens.Insert(index, token);
                    break;
            }
        }

        return string.Join(random.Next(10) == 0 ? "" : " ", tokens);
    }
}
