using ZohoLock.Configuration.Criteria;
using ZohoLock.Finding;

namespace ZohoLock.Client.Tests.Finding;

/// <summary>Conditions as they are sent, and what is said of wrong ones before anything is sent.</summary>
public sealed class CoqlConditionTests
{
    private static readonly ModuleFields Fields = new(
        "Deals",
        [
            Field("Deal_Name", "text"), Field("Amount", "currency"), Field("Closing_Date", "date"), Field("Created_Time", "datetime"), Field("Owner", "ownerlookup"),
            Field("Description", "textarea"), Field("Locked__s", "boolean"), Field("Account_Name", "lookup"), Field("Odd", "subform"), Field("Region", "picklist"),
            new("Stage", "17") { DataType = "picklist", Label = "Sales Stage", PickListValues = [new("Closed Won", "Closed Won"), new("won2", "Won Twice"), new("O'Brien's", "O'Brien's")] },
        ]);

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");

    [Theory]
    [InlineData("Stage = 'Closed Won'", "Stage = 'Closed Won'")]
    [InlineData("stage = 'closed won'", "Stage = 'Closed Won'")]
    [InlineData("Stage = 'Won Twice'", "Stage = 'won2'")]
    [InlineData("#17 = 'won2'", "Stage = 'won2'")]
    [InlineData("Stage != 'O''Brien''s'", "Stage != 'O''Brien''s'")]
    [InlineData("Stage <> null", "Stage is not null")]
    [InlineData("Stage = null", "Stage is null")]
    [InlineData("Stage is null", "Stage is null")]
    [InlineData("Stage is not null", "Stage is not null")]
    [InlineData("Stage is_empty", "Stage is null")]
    [InlineData("Stage in ('Closed Won', 'won2')", "Stage in ('Closed Won', 'won2')")]
    [InlineData("Stage not in ('won2')", "Stage not in ('won2')")]
    [InlineData("Region = 'anything'", "Region = 'anything'")]
    [InlineData("Amount is_empty null", "Amount is null")]
    [InlineData("Stage contains 'Won'", "Stage like '%Won%'")]
    [InlineData("Deal_Name starts_with 'A'", "Deal_Name like 'A%'")]
    [InlineData("Deal_Name ends_with 'A'", "Deal_Name like '%A'")]
    [InlineData("Deal_Name not_contains 'A'", "Deal_Name not like '%A%'")]
    [InlineData("Deal_Name LIKE 'A%b'", "Deal_Name like 'A%b'")]
    [InlineData("Deal_Name not like 'A%'", "Deal_Name not like 'A%'")]
    [InlineData("Deal_Name = 5", "Deal_Name = '5'")]
    [InlineData("Amount > 1e3", "Amount > 1000")]
    [InlineData("Amount >= '10.50'", "Amount >= 10.50")]
    [InlineData("Amount between 1 and 5", "Amount between 1 and 5")]
    [InlineData("Amount not between 1 and 5", "(Amount < 1 or Amount > 5)")]
    [InlineData("Amount in (1, 2)", "Amount in (1, 2)")]
    [InlineData("Closing_Date < 2026-10-01", "Closing_Date < '2026-10-01'")]
    [InlineData("Created_Time < 2026-10-01", "Created_Time < '2026-10-01T00:00:00+02:00'")]
    [InlineData("Created_Time < 2026-10-01T08:30", "Created_Time < '2026-10-01T08:30:00+02:00'")]
    [InlineData("Created_Time < 2026-10-01T08:30:00Z", "Created_Time < '2026-10-01T08:30:00+00:00'")]
    [InlineData("Created_Time < '2026-10-01T08:30:00-05:00'", "Created_Time < '2026-10-01T08:30:00-05:00'")]
    [InlineData("Locked__s = true", "Locked__s = 'true'")]
    [InlineData("Locked__s != 'TRUE'", "Locked__s = 'false'")]
    [InlineData("Locked__s != false", "Locked__s = 'true'")]
    [InlineData("Owner = 5843104000000424672", "Owner = '5843104000000424672'")]
    [InlineData("id in (1, '2')", "id in ('1', '2')")]
    [InlineData("account_name.Industry = 'Law'", "Account_Name.Industry = 'Law'")]
    [InlineData("Odd = 5 or Odd = 'x'", "(Odd = 5 or Odd = 'x')")]
    [InlineData("Amount > 1 and Amount < 9 and Stage is null", "((Amount > 1 and Amount < 9) and Stage is null)")]
    [InlineData("Amount > 1 or Amount < 9 and Stage is null or id = 1", "((Amount > 1 or (Amount < 9 and Stage is null)) or id = '1')")]
    public void A_condition_is_translated(string text, string expected) => Assert.Equal(expected, Translate(text));

    [Theory]
    [InlineData("Stagee = 'x'", "UnknownField", 1, "Deals has no field 'Stagee'; did you mean 'Stage'?")]
    [InlineData("\"Sales Stage\" = 'x'", "UnknownField", 1, "Deals has no field 'Sales Stage'; did you mean 'Stage'?")]
    [InlineData("Amount > 1 and (Quite_Other = 'x')", "UnknownField", 17, "Deals has no field 'Quite_Other'")]
    [InlineData("Acount_Name.Industry = 'Law'", "UnknownField", 1, "Deals has no field 'Acount_Name'; did you mean 'Account_Name'?")]
    [InlineData("#18 = 'x'", "UnknownField", 1, "Deals has no field with the id 18")]
    [InlineData("Stage = 'Closed Wonn'", "InvalidValue", 9, "Stage has no value 'Closed Wonn'; did you mean 'Closed Won'?")]
    [InlineData("Stage in ('Closed Won', 'x')", "InvalidValue", 25, "Stage has no value 'x'")]
    [InlineData("Amount > 'much'", "InvalidValue", 10, "Amount is compared with a number, not with 'much'")]
    [InlineData("Amount between 1 and 'much'", "InvalidValue", 22, "Amount is compared with a number, not with 'much'")]
    [InlineData("Closing_Date = 5", "InvalidValue", 16, "Closing_Date is compared with a date such as 2026-10-01, not with 5")]
    [InlineData("Closing_Date = '2026-02-30'", "InvalidValue", 16, "Closing_Date is compared with a date such as 2026-10-01, not with '2026-02-30'")]
    [InlineData("Created_Time > 'soon'", "InvalidValue", 16, "Created_Time is compared with a date or a time such as 2026-10-01T08:00:00+02:00, not with 'soon'")]
    [InlineData("Locked__s = 1", "InvalidValue", 13, "Locked__s is compared with true or false, not with 1")]
    [InlineData("Owner = 'Patricia'", "InvalidValue", 9, "Owner is compared with an id: digits, not with 'Patricia'")]
    [InlineData("Amount contains 'x'", "InvalidComparator", 8, "Amount can't be compared by contains: it is a number")]
    [InlineData("Stage > 'x'", "InvalidComparator", 7, "Stage can't be compared by greater_than: it is a picklist")]
    [InlineData("Locked__s in (true)", "InvalidComparator", 11, "Locked__s can't be compared by in: it is true or false")]
    [InlineData("Description = 'x'", "InvalidComparator", 13, "Description can't be compared by equal: it is a text of several lines, which Zoho doesn't compare in queries")]
    [InlineData("Stage resembles 'x'", "InvalidComparator", 7, "queries have no comparator 'resembles'")]
    [InlineData("Stage equals 'x'", "InvalidComparator", 7, "queries have no comparator 'equals'; did you mean 'equal'?")]
    [InlineData("Amount > null", "InvalidValue", 8, "greater_than takes one value")]
    [InlineData("Amount equal", "InvalidValue", 8, "equal takes one value")]
    [InlineData("Amount > (1, 2)", "InvalidValue", 8, "greater_than takes one value")]
    [InlineData("Amount between (1, 2, 3)", "InvalidValue", 8, "between takes two values: between a and b")]
    [InlineData("Amount is_empty 5", "InvalidValue", 8, "is_empty takes no value")]
    [InlineData("Amount = (1, 2)", "InvalidValue", 8, "equal takes one value")]
    [InlineData("Amount in 1", "InvalidValue", 8, "in takes a list of values: ('a', 'b')")]
    [InlineData("Amount in ()", "InvalidValue", 8, "in takes a list of values: ('a', 'b')")]
    [InlineData("Amount in (1, null)", "InvalidValue", 8, "in takes values without null: is null is a comparison of its own")]
    [InlineData("Deal_Name contains '50%'", "InvalidValue", 20, "contains takes a text without %, which stands for any text in queries; write the pattern with like")]
    public void A_wrong_condition_is_told_with_its_column(string text, string code, int column, string message)
    {
        var error = Assert.Throws<ZohoException>(() => Translate(text)).Error;

        Assert.Equal((code, $"column {column}: {message}"), (error.Code, error.Message));
        Assert.Equal($"Correct it here:\n{text}\n{new string(' ', column - 1)}^", error.Advice);
    }

    [Fact]
    public void Without_the_fields_only_the_form_is_checked()
    {
        var unknown = new ModuleFields("Deals", null);

        Assert.Equal("(Any_Field = 5 and Other > 'x')", Translate("Any_Field = 5 and Other > 'x'", unknown));
        Assert.Equal("InvalidComparator", Assert.Throws<ZohoException>(() => Translate("A resembles 5", unknown)).Error.Code);
        Assert.Equal("UnknownField", Assert.Throws<ZohoException>(() => Translate("#5 = 5", unknown)).Error.Code);
    }

    [Theory]
    [InlineData("Amount > 1", 1)]
    [InlineData("Amount between 1 and 2", 1)]
    [InlineData("Amount not between 1 and 2", 2)]
    [InlineData("Amount > 1 and (Stage is null or id = 1)", 3)]
    public void Comparisons_are_counted_as_they_are_sent(string text, int count) => Assert.Equal(count, CoqlCondition.Count(Resolve(text, Fields)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(51, 2)]
    [InlineData(100, 2)]
    [InlineData(101, 3)]
    public void A_list_counts_as_often_as_it_is_split(int values, int count)
    {
        var list = string.Join(", ", Enumerable.Range(1, values));

        Assert.Equal(count, CoqlCondition.Count(Resolve($"Amount in ({list})", Fields)));
        Assert.Equal(count, CoqlCondition.Count(Resolve($"Amount not in ({list})", Fields)));
        Assert.Equal(count, Translate($"Amount in ({list})").Split(" in (").Length - 1);
    }

    [Fact]
    public void A_list_longer_than_Zoho_takes_is_split()
    {
        var values = string.Join(", ", Enumerable.Range(1, 120));

        Assert.Equal(3, CoqlCondition.Count(Resolve($"Amount in ({values})", Fields)));
        Assert.StartsWith("((Amount in (1, 2,", Translate($"Amount in ({values})"), StringComparison.Ordinal);
        Assert.EndsWith("50) or Amount in (51, 52", Translate($"Amount in ({values})").Split(", 53")[0], StringComparison.Ordinal);
        Assert.Contains("50) and Amount not in (51", Translate($"Amount not in ({values})"), StringComparison.Ordinal);
    }

    [Fact]
    public void Criteria_without_a_text_are_told_by_the_text_they_are_printed_as()
    {
        var criteria = new LockingCriteriaGroup(GroupOperator.And, [new LockingComparison(new("Amount"), "greater_than", CriterionValue.From(5)), new LockingComparison(new("Stagee"), "equal", CriterionValue.FromText("x"))]);
        var error = Assert.Throws<ZohoException>(() => new ConditionResolver(Fields, Zone).Resolve(ParsedCriteria.From(criteria))).Error;

        Assert.Equal("column 16: Deals has no field 'Stagee'; did you mean 'Stage'?", error.Message);
    }

    private static ModuleField Field(string name, string type) => new(name, null) { DataType = type };

    private static LockingCriteria Resolve(string text, ModuleFields fields) => new ConditionResolver(fields, Zone).Resolve(ParsedCriteria.Parse(text));

    private static string Translate(string text, ModuleFields? fields = null) => CoqlCondition.Write(Resolve(text, fields ?? Fields));
}
