using ZohoLock.Client.Tests.Faulty;
using Xunit.Sdk;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>What docs/retries.md says in its tables is what happens, and nothing that can happen is missing there.</summary>
public sealed class RetryDocumentTests
{
    public static TheoryData<string, string> Rows
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var row in RetryDocument.Rows)
            {
                rows.Add(row.Operation, row.Situation);
            }

            return rows;
        }
    }

    public static TheoryData<string> Operations => new(RetriedOperation.All.Keys);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_row_is_what_happens(string operation, string situation)
    {
        var row = RetryDocument.Rows.Single(row => (row.Operation, row.Situation) == (operation, situation));
        foreach (var (lostAnswer, timing) in GetVariants(row))
        {
            try
            {
                await AssertHappensAsync(row, lostAnswer, timing);
            }
            catch (Exception failure)
            {
                throw new XunitException($"docs/retries.md, {operation}, \"{situation}\" ({lostAnswer}, {timing}): {failure.Message}", failure);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Each_operation_has_a_row_for_all_that_can_go_wrong_and_no_other(string operation)
    {
        using var crm = new FaultyCrm();

        var known = RetrySituation.All(RetriedOperation.All[operation](crm)).Order(StringComparer.Ordinal);

        Assert.Equal(known, RetryDocument.Rows.Where(row => row.Operation == operation).Select(row => row.Situation).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_table_is_an_operations_and_each_lost_answer_is_listed()
    {
        Assert.Equal(RetriedOperation.All.Keys, RetryDocument.Rows.Select(row => row.Operation).Distinct());
        Assert.Equal(RetrySituation.LostAnswers.Keys, RetryDocument.LostAnswers.Select(row => row.Key));
    }

    private static IEnumerable<(string LostAnswer, FaultTiming Timing)> GetVariants(RetryRow row)
    {
        var lostAnswers = RetryDocument.LostAnswers.Select(lost => lost.Key);
        return row.Situation switch
        {
            RetrySituation.LostBefore or RetrySituation.LostAfter or RetrySituation.LostEachTime => lostAnswers.Select(lost => (lost, default(FaultTiming))),
            RetrySituation.Lost => lostAnswers.SelectMany(lost => Enum.GetValues<FaultTiming>().Select(timing => (lost, timing))),
            _ => [(RetrySituation.AnyLostAnswer, default)],
        };
    }

    private static async Task AssertHappensAsync(RetryRow row, string lostAnswer, FaultTiming timing)
    {
        using var crm = new FaultyCrm();
        using var situation = new RetrySituation(crm, row.Operation, row.Situation, lostAnswer, timing);
        Assert.True(RetrySituation.All(situation.Operation).Contains(row.Situation), "The test doesn't know what goes wrong there.");
        Assert.True(RetrySituation.LostAnswers.ContainsKey(lostAnswer), $"The test doesn't know what \"{lostAnswer}\" is.");
        if (!RetrySituation.CanBeLost(lostAnswer, situation.Operation.Method))
        {
            return;
        }

        await situation.RunAsync();

        AssertCalls(row.Calls, situation.Calls);
        Assert.Equal(row.Looks, situation.Looks);
        AssertResult(row.Result, situation, RetryDocument.LostAnswers.Single(lost => lost.Key == lostAnswer).Value);
    }

    private static void AssertCalls(string expected, IReadOnlyList<string> actual)
    {
        var listed = expected == "none" ? [] : expected.Split(' ');
        if (listed is not [.. var calls, "…"])
        {
            Assert.Equal(listed, actual);
            return;
        }

        // The calls at the end that are listed twice go on.
        var period = Enumerable.Range(1, calls.Length / 2).First(length => calls.TakeLast(length).SequenceEqual(calls.SkipLast(length).TakeLast(length)));
        var endless = calls.Concat(Enumerable.Range(0, actual.Count).Select(i => calls[^(period - (i % period))]));
        Assert.Equal(endless.Take(actual.Count), actual);
        Assert.True(actual.Count > 1, "Nothing was repeated.");
    }

    private static void AssertResult(string expected, RetrySituation situation, string code)
    {
        const string Unknown = "the outcome is not known";
        var error = situation.Error;
        if (expected == situation.Operation.Success)
        {
            Assert.True(error is null, error?.Message);
            return;
        }

        Assert.True(error is not null, $"It succeeded: {situation.Output}");
        var isKnown = !expected.Contains(Unknown, StringComparison.Ordinal);
        var expectedCode = expected.Split('`') is [_, var named, _] ? named : code;
        var words = expected.Split('`') switch
        {
            ["the run ends: ", _, ""] => error.EndsRun,
            ["an error: ", _, "" or ", and " + Unknown] => !error.EndsRun,
            ["an error: that of the lost answer" or "an error: that of the lost answer, and " + Unknown] => !error.EndsRun,
            _ => throw new XunitException($"The test doesn't know what \"{expected}\" is; on success the user sees {situation.Operation.Success}."),
        };
        Assert.True(words, $"EndsRun is {error.EndsRun}: {error.Message}");
        Assert.Equal(expectedCode, error.Code);
        Assert.True(isKnown != error.Message.Contains(Unknown, StringComparison.Ordinal), error.Message);
        if (isKnown)
        {
            Assert.Equal(situation.StateBefore, situation.Operation.State);
        }
    }
}
