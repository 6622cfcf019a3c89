using ZohoLock.Syncing;

namespace ZohoLock.Client.Tests.Syncing;

/// <summary>The file of a plan.</summary>
public sealed class LockPlanFileTests : IDisposable
{
    private static readonly LockState Old = LockState.Locked with { Source = LockSource.Manual, Reason = "old", LockId = "77" };

    private readonly string _folder = Directory.CreateTempSubdirectory("zoholock-plan").FullName;

    private string Path => System.IO.Path.Combine(_folder, "plan.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_plan_is_written_with_a_line_for_each_step_and_read_back()
    {
        LockPlan plan = new("601", "Deals", new DateTimeOffset(2026, 11, 26, 21, 30, 0, TimeSpan.FromHours(1)), [
            new(LockPlanAction.Lock, "Deals", "11") { RecordName = "Zoë's \"<deal>\"", From = LockState.NotLocked, To = LockState.Locked with { Source = LockSource.Manual, Reason = "a\r\nb é" }, Why = "w" },
            new(LockPlanAction.Keep, "Deals", "12") { From = Old, To = Old, Why = "w" },
            new(LockPlanAction.ChangeReason, "Deals", "13") { From = Old, To = Old with { Reason = "new" }, Why = "w" },
            new(LockPlanAction.Unlock, "Deals", "14") { From = Old, To = LockState.NotLocked, Why = "w" },
            new(LockPlanAction.Blocked, "Deals", "15") { From = LockState.Locked with { Source = LockSource.Automatic }, To = LockState.NotLocked, Why = "w" },
        ]) { OrganizationName = "Zylker \"Inc\"" };

        LockPlanFile.Write(Path, plan);
        var text = File.ReadAllText(Path);
        var read = LockPlanFile.Read(Path);

        Assert.Equal(plan.Steps.Where(step => step.Action != LockPlanAction.Keep), read.Steps);
        Assert.Equal(plan with { Steps = [] }, read with { Steps = [] });
        Assert.Equal(
            """
            {
              "version": 1,
              "organization": "601",
              "organizationName": "Zylker \"Inc\"",
              "module": "Deals",
              "made": "2026-11-26T21:30:00+01:00",
              "steps": [
                {"action":"Lock","recordId":"11","recordName":"Zoë's \"<deal>\"","from":{"locked":false},"to":{"locked":true,"source":"Manual","reason":"a\r\nb é"},"why":"w"},
                {"action":"ChangeReason","recordId":"13","from":{"locked":true,"source":"Manual","reason":"old","lockId":"77"},"to":{"locked":true,"source":"Manual","reason":"new","lockId":"77"},"why":"w"},
                {"action":"Unlock","recordId":"14","from":{"locked":true,"source":"Manual","reason":"old","lockId":"77"},"to":{"locked":false},"why":"w"},
                {"action":"Blocked","recordId":"15","from":{"locked":true,"source":"Automatic"},"to":{"locked":false},"why":"w"}
              ]
            }

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void What_a_reviewer_would_not_see_is_escaped()
    {
        const string Hostile = "a\u202Eb\u2066c\u200Bd\u001B[2Je\u009Bf\u2028g\U000E0041h";
        LockPlan plan = new("601", "Deals", DateTimeOffset.UnixEpoch, [
            new(LockPlanAction.Unlock, "Deals", "11") { RecordName = Hostile, From = Old with { Reason = Hostile }, To = LockState.NotLocked, Why = "w" },
        ]) { OrganizationName = Hostile };

        LockPlanFile.Write(Path, plan);

        Assert.DoesNotContain(File.ReadAllText(Path), character => character is (< ' ' and not '\n') or > '~');
        var read = LockPlanFile.Read(Path);
        Assert.Equal((Hostile, Hostile, Hostile), (read.OrganizationName, read.Steps[0].RecordName, read.Steps[0].From.Reason));
    }

    [Fact]
    public void A_plan_without_steps_is_one()
    {
        LockPlanFile.Write(Path, new("601", "Deals", DateTimeOffset.UnixEpoch, []));

        Assert.Empty(LockPlanFile.Read(Path).Steps);
    }

    [Theory]
    [InlineData("", "InvalidPlan", "line 1")]
    [InlineData("null", "InvalidPlan", "no plan")]
    [InlineData("{}", "InvalidPlan", "version 0")]
    [InlineData("""{"version":2,"organization":"601","module":"Deals","steps":[]}""", "InvalidPlan", "version 2")]
    [InlineData("""{"version":1,"organization":"601","module":"Deals","steps":[],"stepz":[]}""", "InvalidPlan", "stepz")]
    [InlineData("""{"version":1,"module":"Deals","steps":[]}""", "InvalidPlan", "organization")]
    [InlineData("""{"version":1,"organization":"601","module":"De als","steps":[]}""", "InvalidPlan", "$.module")]
    [InlineData("""{"version":1,"organization":"601","module":"Deals","steps":[null]}""", "InvalidPlan", "$.steps[0]")]
    [InlineData("""{"version":1,"organization":"601","module":"Deals","steps":[{"action":"Lock","recordId":"x1","from":{"locked":false},"to":{"locked":true,"reason":"r"}}]}""", "InvalidPlan", "$.steps[0]")]
    [InlineData("""{"version":1,"organization":"601","module":"Deals","steps":[{"action":"Lock","recordId":"11","from":{"locked":false},"to":{"locked":true,"reason":" "}}]}""", "InvalidPlan", "$.steps[0]")]
    [InlineData("""{"version":1,"organization":"601","module":"Deals","steps":[{"action":"Lock","recordId":"11","from":{"locked":true},"to":{"locked":true,"reason":"r"}}]}""", "InvalidPlan", "$.steps[0]")]
    [InlineData("""{"version":1,"organization":"601","module":"Deals","steps":[{"action":"Unlock","recordId":"11","from":{"locked":true},"to":{"locked":false}}]}""", "InvalidPlan", "$.steps[0]")]
    [InlineData("""{"version":1,"organization":"601","module":"Deals","steps":[{"action":"Delete","recordId":"11"}]}""", "InvalidPlan", "$.steps[0].action")]
    [InlineData("""{"version":1,"organization":"601","module":"Deals","steps":[{"action":7,"recordId":"11","from":{"locked":true},"to":{"locked":true}}]}""", "InvalidPlan", "$.steps[0]")]
    [InlineData("""{"version":1,"organization":"601","module":"Deals","steps":[{"action":"Keep","recordId":"11","from":{"locked":false},"to":{"locked":false}},{"action":"Keep","recordId":"11","from":{"locked":false},"to":{"locked":false}}]}""", "InvalidPlan", "record 11 has a step before")]
    public void What_is_no_plan_is_an_error_that_tells_where(string text, string code, string where)
    {
        File.WriteAllText(Path, text);

        var failure = Assert.Throws<ZohoException>(() => LockPlanFile.Read(Path));

        Assert.Equal(code, failure.Error.Code);
        Assert.Contains(where, failure.Message, StringComparison.Ordinal);
        Assert.Contains("plan.json", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Error.EndsRun);
    }

    [Fact]
    public void A_file_that_cannot_be_read_or_written_is_an_error()
    {
        Assert.Equal("FileNotRead", Assert.Throws<ZohoException>(() => LockPlanFile.Read(Path)).Error.Code);
        Assert.Equal("FileNotRead", Assert.Throws<ZohoException>(() => LockPlanFile.Read(_folder)).Error.Code);
        Assert.Equal(
            "FileNotWritten",
            Assert.Throws<ZohoException>(() => LockPlanFile.Write(System.IO.Path.Combine(_folder, "none", "plan.json"), new("601", "Deals", DateTimeOffset.UnixEpoch, []))).Error.Code);
    }

    [Fact]
    public void A_plan_is_refused_for_another_organisation_and_another_module()
    {
        LockPlan plan = new("601", "Deals", DateTimeOffset.UnixEpoch, []) { OrganizationName = "Zylker" };

        plan.Require("601", "Zylker");
        plan.Require("601", "Zylker", "deals");
        Assert.Equal("PlanOfAnotherOrganization", Assert.Throws<ZohoException>(() => plan.Require("602", "Other")).Error.Code);
        Assert.Equal("PlanOfAnotherModule", Assert.Throws<ZohoException>(() => plan.Require("601", "Zylker", "Leads")).Error.Code);
    }

    [Fact]
    public void A_summary_counts_the_steps_and_estimates_what_they_cost()
    {
        LockPlanSummary summary = new();
        foreach (var (action, count) in new[] { (LockPlanAction.Lock, 10_001), (LockPlanAction.ChangeReason, 3), (LockPlanAction.Unlock, 2), (LockPlanAction.Blocked, 1), (LockPlanAction.Keep, 4) })
        {
            for (var i = 0; i < count; i++)
            {
                summary.Add(new(action, "Deals", "11") { From = Old, To = Old, Why = "w" });
            }
        }

        Assert.Equal(10_006, summary.Changes);
        Assert.Equal(10_001 + 201 + 10, summary.Credits);
        Assert.Equal(
            "10,001 to lock, 3 with a reason to change, 2 to unlock, 1 blocked, 4 to keep. That costs about 10,212 API credits and takes about 9 minutes with 10 calls at once.",
            summary.Describe(10));
        Assert.EndsWith("0 to keep. Nothing is to be done.", new LockPlanSummary().Describe(10), StringComparison.Ordinal);
    }
}
