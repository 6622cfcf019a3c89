using ZohoLock.Client.Tests.Servers;
using ZohoLock.Input;

namespace ZohoLock.Client.Tests.Input;

/// <summary>Module names, before any call is made of them.</summary>
public sealed class ModuleNameTests
{
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
        var error = Failure.OfArgument("InvalidModule", () => ModuleName.Require(module));

        Assert.Contains("API name", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_name_of_255_characters_is_taken_and_one_more_is_refused()
    {
        Assert.Equal(255, ModuleName.Require(new string('M', 255)).Length);

        Failure.OfArgument("InvalidModule", () => ModuleName.Require(new string('M', 256)));
    }

    [Fact]
    public void The_lockable_modules_are_those_of_the_protocol() => Assert.Equal(
        [
            "Accounts", "Cases", "Contacts", "Deals", "Invoices", "Leads", "Price_Books", "Products", "Purchase_Orders", "Quotes",
            "Sales_Orders", "Solutions", "Tasks", "Vendors",
        ],
        ModuleName.Lockable.Order(StringComparer.Ordinal));
}
