using ZohoLock.Input;

namespace ZohoLock.Client.Tests.Input;

/// <summary>What a misspelt name was meant to be.</summary>
public sealed class NearestNameTests
{
    private static readonly string[] Known = ["Stage", "Amount", "Account_Name", "id", "Expected_Revenue"];

    [Theory]
    [InlineData("Stagee", "Stage")]
    [InlineData("tage", "Stage")]
    [InlineData("Stgae", "Stage")]
    [InlineData("stage", "Stage")]
    [InlineData("Account Name", "Account_Name")]
    [InlineData("AccountNames", "Account_Name")]
    [InlineData("Acct_Name", "Account_Name")]
    [InlineData("ExpectedRevenew", "Expected_Revenue")]
    [InlineData("Expectd_Revnues_s", "Expected_Revenue")]
    [InlineData("Stooge", "Stage")]
    [InlineData("Shortage", null)]
    [InlineData("Quite_Other", null)]
    [InlineData("xyz", null)]
    public void Few_changed_letters_are_a_misspelling_and_many_are_another_name(string name, string? expected) => Assert.Equal(expected, NearestName.Find(name, Known));

    [Fact]
    public void The_nearest_one_is_suggested()
    {
        Assert.Equal("; did you mean 'Stage'?", NearestName.Suggest("Stag", ["Staging", "Stage", "Stages"]));
        Assert.Equal(string.Empty, NearestName.Suggest("Stag", []));
    }
}
