using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Locking;

/// <summary>Reasons, before any call is made of them.</summary>
public sealed class LockReasonTests
{
    [Theory]
    [InlineData("Quarter closed")]
    [InlineData("x")]
    [InlineData("  two blanks before")]
    [InlineData("line one\r\nline two\n")]
    [InlineData("🔒 四半期終了")]
    [InlineData("null")]
    public void A_reason_is_taken_as_it_is(string reason) => Assert.Equal(reason, LockReason.Require(reason));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\r\n\t")]
    [InlineData("\u00a0\u3000")]
    public void An_empty_reason_is_refused(string? reason) => Failure.OfArgument("MissingReason", () => LockReason.Require(reason));

    [Fact]
    public void A_reason_of_three_thousand_characters_is_taken_and_one_more_is_refused()
    {
        Assert.Equal(3000, LockReason.Require(new string('x', 3000)).Length);

        var error = Failure.OfArgument("ReasonTooLong", () => LockReason.Require(new string('x', 3001)));
        Assert.Contains("3001", error.Message, StringComparison.Ordinal);
        Assert.Contains("3000", error.Message, StringComparison.Ordinal);
    }
}
