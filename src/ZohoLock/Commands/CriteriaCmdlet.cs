using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Completion;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>A cmdlet with criteria as parameters (protocol section 2.2): a comparison, a group, or text. It makes no call.</summary>
public abstract class CriteriaCmdlet : ZohoCmdlet
{
    private protected const string ByComparison = "Comparison";
    private protected const string ByAnd = "And";
    private protected const string ByOr = "Or";
    private protected const string ByText = "Criteria";

    /// <summary>The API name of the field that is compared, or its id.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByComparison)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public FieldReference Field { get; set; } = null!;

    /// <summary>Zoho's comparator, such as equal or greater_than, or a sign, such as = or >.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByComparison)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ComparatorCompleter))]
    public string Comparator { get; set; } = string.Empty;

    /// <summary>What the field is compared with: text, a number, true or false, a date, or a list of these. Some comparators need none.</summary>
    [Parameter(ParameterSetName = ByComparison)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Value { get; set; }

    /// <summary>Criteria that must all match, as text or as objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByAnd)]
    [ValidateNotNullOrEmpty]
    [CriteriaArgument]
    public LockingCriteria[] And { get; set; } = [];

    /// <summary>Criteria of which one must match, as text or as objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByOr)]
    [ValidateNotNullOrEmpty]
    [CriteriaArgument]
    public LockingCriteria[] Or { get; set; } = [];

    /// <summary>The criteria as text, such as "(Stage = 'Closed Won' and Amount > 10000) or Probability = 100", or as an object.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByText)]
    [ValidateNotNull]
    [CriteriaArgument]
    public LockingCriteria Criteria { get; set; } = null!;

    /// <summary>The module whose fields tab completion offers for -Field; it isn't part of the criteria.</summary>
    [Parameter(ParameterSetName = ByComparison)]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string? Module { get; set; }

    /// <summary>Creates the cmdlet's output from the criteria.</summary>
    /// <exception cref="ZohoException">Another parameter is invalid.</exception>
    private protected abstract object Create(LockingCriteria criteria);

    private protected sealed override void Process() => WriteObject(Create(Read()));

    private LockingCriteria Read() => ParameterSetName switch
    {
        ByComparison => new LockingComparison(Field, CriteriaComparators.Normalize(Comparator), ReadValue()),
        ByAnd => Group(GroupOperator.And, And),
        ByOr => Group(GroupOperator.Or, Or),
        _ => Criteria,
    };

    private static LockingCriteria Group(GroupOperator with, LockingCriteria[] parts) =>
        parts is [var only] ? only : new LockingCriteriaGroup(with, parts);

    private CriterionValue? ReadValue() =>
        MyInvocation.BoundParameters.ContainsKey(nameof(Value)) ? CriterionValue.From(Unwrap(Value)) : null;

    // A custom object has its properties in the wrapper, so it is left for the error to show.
    private static object? Unwrap(object? value) => (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value) switch
    {
        object?[] items => Array.ConvertAll(items, Unwrap),
        var plain => plain,
    };
}
