namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>A query that Zoho refuses, with the code, message and details of its answer (protocol 9).</summary>
internal sealed class CoqlException(string code, string message, params (string Name, object Value)[] details) : Exception(message)
{
    public const int Columns = 50;
    public const int GroupFields = 4;
    public const int Aggregates = 5;
    public const int OrderFields = 10;

    private const string Syntax = "SYNTAX_ERROR";
    private const string Query = "INVALID_QUERY";

    public string Code { get; } = code;

    public IReadOnlyList<(string Name, object Value)> Details { get; } = details;

    public static CoqlException NotSelect() => new(Syntax, "given coql query not supported");

    public static CoqlException MissingClause(string clause) => new(Syntax, "missing clause", ("clause", clause));

    public static CoqlException Unexpected(CoqlToken token) => At(token, token.Text, "unexpected token");

    /// <summary>The query ends too early, or has a character or a text that can't be read.</summary>
    public static CoqlException NotParsed(CoqlToken token, string near) => At(token, near, "error occured while parsing the query");

    public static CoqlException UnknownOperator(CoqlToken token) => new(Syntax, "operator not supported", ("operator", token.Text));

    public static CoqlException Exceeded(string by, int limit) => new("LIMIT_EXCEEDED", "limit exceeded", ("by", by), ("limit", limit));

    public static CoqlException LimitInvalid(string clause, string text) =>
        new(Query, $"{clause} given seems to be invalid", (clause, text));

    public static CoqlException LimitNotPositive() => new("INVALID_DATA", "limit should be greater than 0");

    public static CoqlException UnknownModule(string module) =>
        new(Query, "module name given seems to be invalid", ("module", module));

    public static CoqlException UnknownView(string id) => new(Query, "cvid given seems to be invalid", ("cvid", id));

    public static CoqlException UnknownColumn(string path) =>
        new(Query, "column given seems to be invalid", ("column_name", path));

    public static CoqlException UnsupportedColumn(string path) => new(Query, "unsupported column", ("column_name", path));

    public static CoqlException UnsupportedInCriteria(CoqlComparison comparison) => new(
        Query,
        "unsupported column in criteria",
        ("cv_criteria", false),
        ("column_name", comparison.Path),
        ("value", string.Join(',', comparison.Values.Select(value => value.Text))),
        ("operator", comparison.Operator));

    public static CoqlException InvalidOperator(CoqlComparison comparison) => new(
        Query,
        "Invalid query formed",
        ("reason", "invalid operator found"),
        ("column_name", comparison.Path),
        ("operator", comparison.Operator));

    public static CoqlException InvalidValue(string path) =>
        new(Query, "value given seems to be invalid for the column", ("column_name", path), ("clause", "where"));

    public static CoqlException DuplicateColumn(string path) =>
        new("DUPLICATE_DATA", "duplicate select column", ("column_name", path));

    public static CoqlException DuplicateAggregate(string path, string function) =>
        new("DUPLICATE_DATA", "duplicate aggregate function", ("column_name", path), ("aggregate", function));

    public static CoqlException DuplicateAlias(string alias, IEnumerable<string> paths) =>
        new("DUPLICATE_ALIAS", "same alias cannot refer more than one column", ("referred_columns", paths.ToArray()), ("alias", alias));

    public static CoqlException EmptyAlias(string path) =>
        new("INVALID_ALIAS", "alias name cannot be an empty string", ("column_name", path), ("alias", ""));

    public static CoqlException UnknownFunction(string function, string path) => new(
        "INVALID_DATA", "invalid data", ("reason", "unsupported aggregate function"), ("column", $"{function}({path})"));

    private static CoqlException At(CoqlToken token, string near, string message) =>
        new(Syntax, message, ("line", token.Line), ("column", token.Column), ("near", near));
}
