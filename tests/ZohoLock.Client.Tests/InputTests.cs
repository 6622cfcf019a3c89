using ZohoLock.Input;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests;

/// <summary>Reasons and module names, before any call is made of them.</summary>
public sealed class InputTests
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
    public void An_empty_reason_is_refused(string? reason) => AssertRefused("MissingReason", () => LockReason.Require(reason));

    [Fact]
    public void A_reason_of_three_thousand_characters_is_taken_and_one_more_is_refused()
    {
        Assert.Equal(3000, LockReason.Require(new string('x', 3000)).Length);

        var error = AssertRefused("ReasonTooLong", () => LockReason.Require(new string('x', 3001)));
        Assert.Contains("3001", error.Message, StringComparison.Ordinal);
        Assert.Contains("3000", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Deals", "Deals")]
    [InlineData("Sales_Orders", "Sales_Orders")]
    [InlineData(" Deals\t", "Deals")]
    [InlineData("Deals\n", "Deals")]
    [InlineData("CustomModule1", "CustomModule1")]
    [InlineData("deals", "deals")]
    [InlineData("D", "D")]
    public void A_module_is_taken_for_its_api_name(string module, string name) => Assert.Equal(name, ModuleName.Require(module));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Sales Orders")]
    [InlineData("Sales-Orders")]
    [InlineData("Deals/1")]
    [InlineData("../Deals")]
    [InlineData("Deals?x=y")]
    [InlineData("Deals\nLeads")]
    [InlineData("1Deals")]
    [InlineData("_Deals")]
    [InlineData("Geschäfte")]
    [InlineData("Ｄeals")]
    [InlineData("Deals🔒")]
    [InlineData("Deals\0")]
    public void What_cannot_be_an_api_name_is_refused(string? module)
    {
        var error = AssertRefused("InvalidModule", () => ModuleName.Require(module));

        Assert.Contains("API name", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_name_of_255_characters_is_taken_and_one_more_is_refused()
    {
        Assert.Equal(255, ModuleName.Require(new string('M', 255)).Length);

        AssertRefused("InvalidModule", () => ModuleName.Require(new string('M', 256)));
    }

    [Fact]
    public void The_lockable_modules_are_those_of_the_protocol() => Assert.Equal(
        [
            "Accounts", "Cases", "Contacts", "Deals", "Invoices", "Leads", "Price_Books", "Products", "Purchase_Orders", "Quotes",
            "Sales_Orders", "Solutions", "Tasks", "Vendors",
        ],
        ModuleName.Lockable.Order(StringComparer.Ordinal));

    private static ZohoError AssertRefused(string code, Func<string> require)
    {
        var error = Assert.Throws<ZohoException>(require).Error;
        Assert.Equal((code, ZohoErrorKind.InvalidArgument, false), (error.Code, error.Kind, error.EndsRun));
        Assert.NotEmpty(error.Advice);
        return error;
    }
}
