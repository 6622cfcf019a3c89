using ZohoCrm.Emulator.Crm.Views;

namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>Checks queries (protocol 9 and 9.1).</summary>
internal sealed class QueryBinder(CrmOrganization organization, CrmModule module)
{
    private const string Converted = "Converted__s";

    private static readonly string[] Functions = ["COUNT", "SUM", "MIN", "MAX", "AVG"];

    private readonly FieldBinder _fields = new(organization, module);

    /// <summary>Checks a query.</summary>
    /// <exception cref="CoqlException">Something in it is invalid, or a limit is exceeded.</exception>
    public BoundQuery Bind(CoqlQuery query)
    {
        CheckLimits(query);
        CheckColumns(query.Columns);
        BoundColumn[] columns =
            [.. query.Columns.Select(column => new BoundColumn(column.Name, column.Function, _fields.Bind(column.Path)))];
        BoundField[] groups = [.. query.GroupBy.Select(_fields.Bind)];
        if (query.IsGrouped && query.Columns.FirstOrDefault(column => column.Function is null && !query.GroupBy.Contains(column.Path)) is { } free)
        {
            throw CoqlException.UnsupportedColumn(free.Path);
        }

        return new(
            module,
            FindView(query.ViewId),
            columns,
            new ConditionBinder(_fields, organization.Settings).Bind(query.Where),
            groups,
            BindOrders(query, columns),
            query.IsGrouped,
            !organization.Settings.Unknowns.ConvertedLeadsInCoql && !Names(query.Where, Converted),
            query.Limit ?? Math.Min(CoqlQuery.DefaultLimit, organization.Settings.Coql.RowsPerCall),
            query.Offset);
    }

    private static void CheckColumns(IReadOnlyList<CoqlColumn> columns)
    {
        foreach (var column in columns)
        {
            if (column.Function is { } function && !Functions.Contains(function))
            {
                throw CoqlException.UnknownFunction(function, column.Path);
            }

            if (columns.Count(other => other.Expression == column.Expression) > 1)
            {
                throw column.Function is null
                    ? CoqlException.DuplicateColumn(column.Path)
                    : CoqlException.DuplicateAggregate(column.Path, column.Function);
            }

            if (columns.Where(other => other.Name == column.Name).Select(other => other.Path).ToArray() is { Length: > 1 } paths)
            {
                throw CoqlException.DuplicateAlias(column.Name, paths);
            }
        }
    }

    private static void RefuseDuplicates(IEnumerable<string> paths)
    {
        if (paths.GroupBy(path => path).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw CoqlException.DuplicateColumn(twice.Key);
        }
    }

    private static bool Names(CoqlCondition condition, string path) => condition is CoqlPair pair
        ? Names(pair.Left, path) || Names(pair.Right, path)
        : ((CoqlComparison)condition).Path == path;

    private void CheckLimits(CoqlQuery query)
    {
        var limits = organization.Settings.Coql;
        Check("limit", query.Limit ?? 0, limits.RowsPerCall);
        Check("offset", query.Offset + (long)(query.Limit ?? 0), limits.RowsByOffset);
        Check("select", query.Columns.Count, CoqlException.Columns);
        Check("group by", query.GroupBy.Count, CoqlException.GroupFields);
        Check("aggregate", query.Columns.Count(column => column.Function is not null), CoqlException.Aggregates);
        Check("order by", query.OrderBy.Count, CoqlException.OrderFields);
        RefuseDuplicates(query.GroupBy);
        RefuseDuplicates(query.OrderBy.Select(order => order.Expression));
    }

    private static void Check(string by, long count, int limit)
    {
        if (count > limit)
        {
            throw CoqlException.Exceeded(by, limit);
        }
    }

    private CrmCustomView? FindView(string? id) =>
        id is null ? null : module.FindView(id) ?? throw CoqlException.UnknownView(id);

    private BoundOrder[] BindOrders(CoqlQuery query, BoundColumn[] columns)
    {
        var orders = query.OrderBy.Select(order =>
        {
            // An alias, or an aggregate as it is selected.
            var column = query.Columns.ToList().FindIndex(other => other.Alias == order.Expression || other.Expression == order.Expression);
            if (column < 0 && query.IsGrouped && !query.GroupBy.Contains(order.Expression))
            {
                throw CoqlException.UnsupportedColumn(order.Expression);
            }

            return column < 0
                ? new BoundOrder(_fields.Bind(order.Expression), Column: null, order.IsDescending)
                : new BoundOrder(columns[column].Field, query.IsGrouped ? column : null, order.IsDescending);
        });
        return [.. orders];
    }
}
