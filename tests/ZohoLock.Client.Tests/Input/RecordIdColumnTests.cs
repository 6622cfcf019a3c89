using ZohoLock.Input;

namespace ZohoLock.Client.Tests.Input;

/// <summary>Which column of a row has the record's id.</summary>
public sealed class RecordIdColumnTests
{
    [Theory]
    [InlineData("Record Id")]
    [InlineData("Record_Id")]
    [InlineData("RecordId")]
    [InlineData("Id")]
    [InlineData("RECORD ID")]
    [InlineData("id")]
    [InlineData("\ufeffRecord Id")]
    [InlineData("\ufeff\"Record Id\"")]
    [InlineData("\"\ufeffID\"")]
    [InlineData(" Record_Id\t")]
    [InlineData("Record\u00a0Id")]
    [InlineData("Id\u200b")]
    [InlineData("'RecordId'")]
    [InlineData("\u201cRecord Id\u201d")]
    public void A_column_is_known_by_its_name_whatever_stands_around_it(string name) => Assert.True(RecordIdColumn.IsName(name));

    [Theory]
    [InlineData("")]
    [InlineData("\ufeff")]
    [InlineData("Deal Id")]
    [InlineData("Record  Id")]
    [InlineData("Record-Id")]
    [InlineData("Record Ids")]
    [InlineData("Lock Id")]
    [InlineData("Deal Owner.id")]
    [InlineData("Record\u200bId")]
    [InlineData("Record Id;Name")]
    [InlineData("\u0131d")]
    public void Another_column_is_none(string name) => Assert.False(RecordIdColumn.IsName(name));

    [Fact]
    public void The_first_that_is_filled_in_counts()
    {
        var (column, rival) = RecordIdColumn.Choose([Column("Record Id", " "), Column("RecordId", null), Column("Id", "58")]);

        Assert.Equal("Id", column.Name);
        Assert.Null(rival);
    }

    [Fact]
    public void Where_none_is_filled_in_the_first_counts()
    {
        var (column, rival) = RecordIdColumn.Choose([Column("Record Id", ""), Column("Id", null)]);

        Assert.Equal("Record Id", column.Name);
        Assert.Null(rival);
    }

    [Theory]
    [InlineData("zcrm_58", "58")]
    [InlineData(" 58", "58\u200b")]
    [InlineData("\"58\"", "ZCRM_58")]
    [InlineData("Theola", " theola ")]
    public void The_same_id_is_no_rival(string one, string other) =>
        Assert.Null(RecordIdColumn.Choose([Column("Record Id", one), Column("Id", other)]).Rival);

    [Theory]
    [InlineData("58", "59")]
    [InlineData("58", "058")]
    [InlineData("zcrm_58", "A-17")]
    [InlineData("58", "5.8E+18")]
    public void Another_id_is_a_rival(string one, string other)
    {
        var (column, rival) = RecordIdColumn.Choose([Column("RecordId", ""), Column("Record Id", one), Column("Id", other)]);

        Assert.Equal(("Record Id", "Id"), (column.Name, rival?.Name));
    }

    [Fact]
    public void Several_ids_are_compared_one_by_one()
    {
        RecordIdColumn two = new("Record Id", ["58", "59"]);

        Assert.Null(RecordIdColumn.Choose([two, new("Id", ["zcrm_58", "zcrm_59"])]).Rival);
        Assert.NotNull(RecordIdColumn.Choose([two, new("Id", ["59", "58"])]).Rival);
        Assert.NotNull(RecordIdColumn.Choose([two, Column("Id", "58")]).Rival);
    }

    [Theory]
    [InlineData(';', "Record Id;Deal Name;Stage")]
    [InlineData('\t', "Record Id\tDeal Name\tStage")]
    [InlineData('|', "ID|Deal Name")]
    [InlineData(',', "\ufeffRecord Id,Deal Name")]
    [InlineData(';', "Record Id;Amount, net")]
    [InlineData(',', "\"Record Id\",\"Amount; net\"")]
    [InlineData(';', "Nummer;Name")]
    [InlineData(null, "Deal Name")]
    public void One_column_that_has_a_delimiter_in_its_name_tells_it(char? delimiter, string column) =>
        Assert.Equal(delimiter, Examine((column, "x")).Delimiter);

    [Fact]
    public void Several_columns_tell_the_delimiter_where_the_id_is_in_one()
    {
        Assert.Equal(';', Examine(("Record Id;Amount", "1"), ("net;Stage", "2")).Delimiter);
        Assert.Null(Examine(("Name, first", "1"), ("Name; last", "2")).Delimiter);
    }

    [Theory]
    [InlineData("Deal Id", "zcrm_5843104000000425565")]
    [InlineData("Deal Id", "5843104000000425565")]
    [InlineData("Deal Id", "")]
    [InlineData("DealId", "5.8431E+18")]
    [InlineData("DEAL_ID", "x")]
    [InlineData("Datensatz", "zcrm_5843104000000425565")]
    [InlineData("Datensatz", " 584310400000042 ")]
    public void A_column_that_looks_like_it_is_named(string name, string value) =>
        Assert.Equal(name, Examine(("Deal Owner.id", "zcrm_5843104000000424672"), ("Paid", "1"), ("Phone", "0123456789"), (name, value)).LikelyColumn);

    [Theory]
    [InlineData("Paid", "no")]
    [InlineData("PAID", "no")]
    [InlineData("Phone", "01234567890")]
    [InlineData("Account Name.id", "zcrm_5843104000000425565")]
    [InlineData("SessionId", null)]
    public void A_column_that_does_not_is_not(string name, string? value) => Assert.Null(Examine((name, value)).LikelyColumn);

    [Fact]
    public void A_value_tells_more_than_a_name() =>
        Assert.Equal("Datensatz", Examine(("Customer ID", "17"), ("Datensatz", "zcrm_5843104000000425565")).LikelyColumn);

    [Fact]
    public void The_description_has_a_sane_length()
    {
        var columns = Enumerable.Range(1, 500).Select(number => ($"Column {number} {new string('x', 1000)}", (string?)"y")).ToArray();

        Assert.InRange(Examine(columns).Description.Length, 1, 500);
        Assert.StartsWith("500 columns: 'Column 1 ", Examine(columns).Description, StringComparison.Ordinal);
        Assert.Equal("the one column 'a\\u200Bb'", Examine(("a\u200bb", "")).Description);
        Assert.Equal("the columns 'a', 'b'", Examine(("a", ""), ("b", "")).Description);
        Assert.Equal("no columns at all", Examine().Description);
    }

    [Theory]
    [InlineData("Record Id,Deal Name", true)]
    [InlineData("\ufeff\"Record Id\";\"Deal Name\"", true)]
    [InlineData("zcrm_5843104000000425565\tx", true)]
    [InlineData("5843104000000425565, 5843104000000425566", true)]
    [InlineData("Record Id\nzcrm_5843104000000425565\n", true)]
    [InlineData("a\r\nb", true)]
    [InlineData("5843104000000425565\r\n", false)]
    [InlineData("\"5843104000000425565\n\"", false)]
    [InlineData("5,8431E+18", false)]
    [InlineData("Doe, John", false)]
    [InlineData("Record Id", false)]
    [InlineData("", false)]
    public void Text_with_delimiters_is_told_from_an_id(string text, bool isDelimited) => Assert.Equal(isDelimited, RowWithoutId.IsDelimitedText(text));

    [Theory]
    [InlineData("PK\u0003\u0004\u0014", true, null)]
    [InlineData("\uFFFD\uFFFD\u0011\u0871\u001A\uFFFD", true, null)]
    [InlineData("R\0e\0c\0", false, "Unicode")]
    [InlineData("\0R\0e\0c", false, "BigEndianUnicode")]
    [InlineData("PK", false, null)]
    public void The_first_column_tells_a_file_that_is_no_csv(string name, bool isWorkbook, string? encoding)
    {
        var row = Examine((name, null), ("x", null));

        Assert.Equal((isWorkbook, encoding), (row.IsWorkbook, row.IsWorkbook ? null : row.Encoding));
    }

    private static RecordIdColumn Column(string name, string? id) => new(name, [id]);

    private static RowWithoutId Examine(params (string Name, string? Value)[] columns) =>
        RowWithoutId.Examine([.. columns.Select(column => KeyValuePair.Create(column.Name, column.Value))]);
}
