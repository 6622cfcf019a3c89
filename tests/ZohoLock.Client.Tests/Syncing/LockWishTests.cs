using ZohoLock.Bulk;
using ZohoLock.Syncing;

namespace ZohoLock.Client.Tests.Syncing;

/// <summary>What is read of a row as to how its record is wanted.</summary>
public sealed class LockWishTests
{
    private static readonly RecordInput Input = new("row", 1) { Module = "Deals", RecordId = "7", GivenId = "7" };

    [Theory]
    [InlineData(null, true)]
    [InlineData("yes", true)]
    [InlineData("TRUE", true)]
    [InlineData(" Yes ", true)]
    [InlineData("no", false)]
    [InlineData("False", false)]
    public void Yes_and_no_are_read_in_any_casing_and_yes_is_meant_where_nothing_is_said(string? locked, bool isLocked)
    {
        var wish = LockWish.From(Input, locked, "Quarter closed");

        Assert.Equal((isLocked, null, isLocked ? "Quarter closed" : null), (wish.IsLocked, wish.Input.Refusal, wish.Input.Reason));
    }

    [Theory]
    [InlineData("", "InvalidLocked", "Locked is empty, and not yes or no")]
    [InlineData("perhaps", "InvalidLocked", "Locked is 'perhaps', and not yes or no")]
    [InlineData("1", "InvalidLocked", "Locked is '1', and not yes or no")]
    public void Anything_else_is_an_error(string locked, string code, string message)
    {
        var refusal = LockWish.From(Input, locked, "Quarter closed").Input.Refusal!.Error;

        Assert.Equal((code, message, false), (refusal.Code, refusal.Message, refusal.EndsRun));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Only_a_record_that_is_to_be_locked_needs_a_reason(string? reason)
    {
        Assert.Equal("MissingReason", LockWish.From(Input, "yes", reason).Input.Refusal!.Error.Code);
        Assert.Null(LockWish.From(Input, "no", reason).Input.Refusal);
    }

    [Fact]
    public void An_input_that_is_refused_keeps_its_own_error()
    {
        var refusal = new ZohoException(ZohoError.Input("InvalidRecordId", "no id", "x"));

        Assert.Same(refusal, LockWish.From(Input with { Refusal = refusal }, "yes", null).Input.Refusal);
        Assert.Same(refusal, LockWish.From(Input with { Refusal = refusal }, "perhaps", null).Input.Refusal);
    }

    [Fact]
    public void Equal_rows_are_one_and_rows_that_contradict_each_other_are_an_error()
    {
        var list = new LockWishList("Deals");
        list.Add(LockWish.From(Input, null, "a"));
        list.Add(LockWish.From(Input with { Number = 2 }, "yes", "a"));
        Assert.Single(list.Wishes);

        var error = Assert.Throws<ZohoException>(() => list.Add(LockWish.From(Input with { Number = 3 }, "no", null))).Error;
        Assert.Equal(("ContradictingRows", true), (error.Code, error.EndsRun));
        Assert.Equal("ContradictingRows", Assert.Throws<ZohoException>(() => list.Add(LockWish.From(Input with { Number = 4 }, "yes", "b"))).Error.Code);

        list.Add(LockWish.From(Input with { RecordId = "8", Number = 5 }, "no", null));
        list.Add(LockWish.From(Input with { RecordId = "8", Number = 6 }, "no", "whatever"));
        Assert.Equal(2, list.Wishes.Count);
    }
}
