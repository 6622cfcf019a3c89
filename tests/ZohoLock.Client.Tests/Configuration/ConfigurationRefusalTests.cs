using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Configuration.Wire;
using ZohoLock.Transport;
using static ZohoLock.ZohoErrorKind;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>What only the server can refuse, met at the emulator (protocol section 2.5), with the statuses that its sources disagree on.</summary>
public sealed class ConfigurationRefusalTests : IDisposable
{
    private const string Module = EmulatedOrganization.Module;
    private const string Root = "$.record_locking_configurations[0].";

    private const string NotSupported = "the module name given is not supported for the  feature";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];

    private static readonly LockConfiguration Manual = new() { Module = Module, LockType = LockType.Manual };

    private readonly EmulatedOrganization _crm = new();

    /// <summary>What no call is taken with: what is so, the module asked for, the code and message, the kind, and what the advice names.</summary>
    public static TheoryData<string, string, string, string, string, ZohoErrorKind, string> Bare { get; } = EachMethod(
        ("a missing module", "", "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", InvalidArgument, "of a module"),
        ("an unknown module", "Leeds", "INVALID_MODULE", "the module name given seems to be invalid", InvalidArgument, "API name"),
        ("a module without locking", "Campaigns", "NOT_SUPPORTED", NotSupported, InvalidArgument, "Deals"),
        ("a module of v8", "Products", "NOT_SUPPORTED", NotSupported, InvalidArgument, "-ApiVersion v8"),
        ("the edition", Module, "FEATURE_NOT_SUPPORTED", "Record Locking Configuration is not supported", PermissionDenied, "edition"));

    /// <summary>What is wrong within a configuration: its code, message and place, and what the advice names.</summary>
    public static TheoryData<string, string, string, string, string> Wrapped { get; } = new()
    {
        { "the field of a rule, by name", "INVALID_DATA", "field not found", "locking_rules[0].criteria.fields.api_name", "no such field" },
        { "the field of a rule, by id", "INVALID_DATA", "field not found", "locking_rules[0].criteria.fields.id", "no such field" },
        { "a field within a group", "INVALID_DATA", "field not found", "locking_rules[0].criteria.group[1].fields.api_name", "no such field" },
        { "an excluded field, by name", "INVALID_DATA", "field not found", "excluded_fields[1].api_name", "no such field" },
        { "an excluded field, by id", "INVALID_DATA", "field not found", "excluded_fields[1].id", "no such field" },
        { "a button, by id", "INVALID_DATA", "custom button not found", "restricted_custom_buttons[0].id", "custom button" },
        { "a profile, by id", "INVALID_DATA", "lock_excluded_profiles not found", "lock_excluded_profiles[1].id", "Profiles" },
        { "Tag in a rule", "NOT_SUPPORTED", "field not supported", "locking_rules[0].criteria.field.api_name", "Tag, Owner" },
        { "an excluded field that nobody can edit", "NOT_SUPPORTED", "Field not supported", "excluded_fields[0].api_name", "nobody can edit" },
        { "two fields in one", "AMBIGUITY_DURING_PROCESSING", "Field Id and apiname", "excluded_fields[0].api_name", "two fields" },
        { "two fields in one of a rule", "AMBIGUITY_DURING_PROCESSING", "Field Id and apiname", "locking_rules[0].criteria.field", "two fields" },
        { "an unknown comparator", "INVALID_DATA", "invalid data", "locking_rules[0].criteria.comparator", "Correct the value" },
        { "convert", "INVALID_DATA", "action not found", "restricted_actions[1]", "change_owner" },
        { "more than mail", "NOT_SUPPORTED", "communications not found", "restricted_communications", "can't send" },
    };

    public void Dispose() => _crm.Dispose();

    [Theory]
    [MemberData(nameof(Bare))]
    public async Task What_no_call_is_taken_with_is_told_as_such(
        string what, string method, string module, string code, string message, ZohoErrorKind kind, string advice)
    {
        _crm.Emulator.AddModule("Campaigns");
        _crm.Emulator.AddModule("Products");
        _crm.Settings.Permissions.EditionSupported = what != "the edition";
        var calls = await _crm.OpenUncheckedAsync();

        var error = await Failure.OfAsync(() => CallAsync(calls, method, module));

        Assert.Equal((code, kind, 400), (error.Code, error.Kind, error.StatusCode!.Value));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
        Assert.False(error.EndsRun);
        Assert.Equal([$"{method} record_locking_configurations"], _crm.Calls);
    }

    [Theory]
    [InlineData("GET", ConfigurationRefusalStatus.BadRequest)]
    [InlineData("GET", ConfigurationRefusalStatus.Forbidden)]
    [InlineData("POST", ConfigurationRefusalStatus.BadRequest)]
    [InlineData("POST", ConfigurationRefusalStatus.Forbidden)]
    [InlineData("PUT", ConfigurationRefusalStatus.BadRequest)]
    [InlineData("PUT", ConfigurationRefusalStatus.Forbidden)]
    [InlineData("DELETE", ConfigurationRefusalStatus.BadRequest)]
    [InlineData("DELETE", ConfigurationRefusalStatus.Forbidden)]
    public async Task A_permission_that_is_missing_is_named_with_either_status(string method, ConfigurationRefusalStatus status)
    {
        _crm.Contradictions.ConfigurationRefusalStatus = status;
        _crm.Settings.Permissions.MayCustomize = false;
        var calls = await _crm.OpenUncheckedAsync();

        var error = await Failure.OfAsync(() => CallAsync(calls, method, Module));

        Assert.Equal(("NO_PERMISSION", PermissionDenied, (int)status), (error.Code, error.Kind, error.StatusCode!.Value));
        Assert.Contains("Crm_Implied_Customize_Zoho_CRM", error.Advice, StringComparison.Ordinal);
        Assert.False(error.EndsRun);
    }

    [Theory]
    [InlineData(ConfigurationRefusalStatus.BadRequest)]
    [InlineData(ConfigurationRefusalStatus.Forbidden)]
    public async Task What_the_system_made_is_neither_changed_nor_deleted_with_either_status(ConfigurationRefusalStatus status)
    {
        _crm.Contradictions.ConfigurationRefusalStatus = status;
        var client = await _crm.OpenAsync();
        await client.CreateAsync(Manual);
        _crm.Leads.IsConfigurationSystemDefined = true;

        var read = (await client.GetAsync(Module))!;
        var changed = await Failure.OfAsync(() => client.UpdateAsync(read with { RestrictedActions = ["delete"] }));
        var deleted = await Failure.OfAsync(() => client.DeleteAsync(Module));

        Assert.True(read.SystemDefined);
        Assert.Equal(
            ("NOT_ALLOWED", PermissionDenied, (int)status, "Configuration created by system cannot be updated"),
            (changed.Code, changed.Kind, changed.StatusCode!.Value, changed.Message));
        Assert.Equal(
            ("NOT_ALLOWED", PermissionDenied, (int)status, "Configuration created by system cannot be deleted"),
            (deleted.Code, deleted.Kind, deleted.StatusCode!.Value, deleted.Message));
        Assert.Contains("Zoho made", changed.Advice, StringComparison.Ordinal);
        Assert.Equal("POST PUT DELETE", _crm.Changes);
        Assert.Empty(read.GetChangesFrom(await client.GetAsync(Module)));
    }

    [Theory]
    [InlineData(MissingParameterKey.ParamName)]
    [InlineData(MissingParameterKey.Param)]
    public async Task The_parameter_that_is_missing_is_named_whatever_its_key(MissingParameterKey key)
    {
        _crm.Contradictions.MissingParameterKey = key;
        var client = await _crm.OpenAsync();

        var error = await Failure.OfAsync(() => client.GetAsync(string.Empty));

        Assert.Equal("One of the expected parameter is missing (module)", error.Message);
    }

    [Theory]
    [InlineData(WrongMethodStatus.BadRequest)]
    [InlineData(WrongMethodStatus.Forbidden)]
    [InlineData(WrongMethodStatus.MethodNotAllowed)]
    public async Task A_method_that_is_not_there_is_told_with_every_status(WrongMethodStatus status)
    {
        _crm.Contradictions.WrongMethodStatus = status;
        var connection = await _crm.ConnectAsync();
        var lane = connection.Api.Limiter.OpenLane(maxInFlight: null);
        var call = new ApiCall(HttpMethod.Patch, $"/crm/v7/settings/record_locking_configurations?module={Module}");

        var error = await Failure.OfAsync(async () =>
            (await connection.Api.SendAsync(lane, call, CancellationToken.None)).Read(ConfigurationJson.Default.ConfigurationList));

        Assert.Equal(("INVALID_REQUEST_METHOD", InvalidArgument, (int)status), (error.Code, error.Kind, error.StatusCode!.Value));
        Assert.NotEmpty(error.Advice);
    }

    [Fact]
    public async Task A_second_configuration_of_a_module_is_refused_and_leaves_the_first()
    {
        var client = await _crm.OpenAsync();
        var first = await client.CreateAsync(Manual);

        var error = await Failure.OfAsync(() => client.CreateAsync(Manual with { RestrictedActions = ["delete"] }));

        Assert.Equal(("LIMIT_EXCEEDED", ResourceExists, 400), (error.Code, error.Kind, error.StatusCode!.Value));
        Assert.StartsWith("Configuration already created for this module", error.Message, StringComparison.Ordinal);
        Assert.Contains("LockConfigurationClient.UpdateAsync", error.Advice, StringComparison.Ordinal);
        Assert.Empty(first.GetChangesFrom(await client.GetAsync(Module)));

        _crm.Emulator.AddModule("Deals").LockingConfiguration = LockingConfiguration.None;
        Assert.NotEqual(first.Id, (await client.CreateAsync(Manual with { Module = "Deals" })).Id);
    }

    [Fact]
    public async Task An_id_that_is_not_the_configurations_is_refused_and_changes_nothing()
    {
        var client = await _crm.OpenAsync();
        var calls = await _crm.OpenUncheckedAsync();
        await client.CreateAsync(Manual);

        var changed = await Failure.OfAsync(() => CallAsync(calls, "PUT", Module));
        var deleted = await Failure.OfAsync(() => client.DeleteAsync(Module, "1"));
        var here = await Failure.OfAsync(() => client.UpdateAsync(Manual with { Id = "1" }));

        Assert.All([changed, deleted], error =>
        {
            Assert.Equal(("INVALID_DATA", ObjectNotFound, 400), (error.Code, error.Kind, error.StatusCode!.Value));
            Assert.StartsWith("the id given seems to be invalid", error.Message, StringComparison.Ordinal);
            Assert.Contains("LockConfigurationClient.GetAsync", error.Advice, StringComparison.Ordinal);
        });
        Assert.Equal(("NO_CONFIGURATION", ObjectNotFound), (here.Code, here.Kind));
        Assert.Equal("POST PUT DELETE", _crm.Changes);
        Assert.NotNull(await client.GetAsync(Module));
    }

    [Theory]
    [MemberData(nameof(Wrapped))]
    public async Task What_only_the_server_knows_to_be_wrong_is_told_with_its_place(
        string what, string code, string message, string place, string advice)
    {
        _crm.Contradictions.ConvertRestrictable = what != "convert";
        _crm.Contradictions.OnlyMailRestrictable = what == "more than mail";
        var wrong = Wrong(what);
        var client = await _crm.OpenAsync();

        var create = await Failure.OfAsync(() => client.CreateAsync(wrong));
        Assert.Null(await client.GetAsync(Module));
        await client.CreateAsync(Manual);
        var update = await Failure.OfAsync(() => client.UpdateAsync(wrong));

        Assert.All([create, update], error =>
        {
            Assert.Equal((code, InvalidArgument, 400), (error.Code, error.Kind, error.StatusCode!.Value));
            Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
            Assert.Contains(Root + place, error.Message, StringComparison.Ordinal);
            Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
            Assert.Equal(CallOutcome.Refused, error.Outcome);
        });
        Assert.Equal("POST POST PUT", _crm.Changes);
        Assert.Empty(Manual.GetChangesFrom(await client.GetAsync(Module)));
    }

    private static TheoryData<string, string, string, string, string, ZohoErrorKind, string> EachMethod(
        params (string What, string Module, string Code, string Message, ZohoErrorKind Kind, string Advice)[] rows)
    {
        var data = new TheoryData<string, string, string, string, string, ZohoErrorKind, string>();
        foreach (var (what, module, code, message, kind, advice) in rows)
        {
            Array.ForEach(Methods, method => data.Add(what, method, module, code, message, kind, advice));
        }

        return data;
    }

    private static Task CallAsync(ConfigurationApi calls, string method, string module) => method switch
    {
        "GET" => calls.GetAsync(module, isRepeat: false, CancellationToken.None),
        "POST" => calls.CreateAsync(module, ConfigurationRow.From(Manual), isRepeat: false, CancellationToken.None),
        "PUT" => calls.UpdateAsync(module, "1", ConfigurationRow.From(Manual), isRepeat: false, CancellationToken.None),
        _ => calls.DeleteAsync(module, "1", isRepeat: false, CancellationToken.None),
    };

    private static LockConfiguration By(LockingCriteria criteria) =>
        Manual with { LockType = LockType.Automatic, LockingRules = [new() { Name = "A", Criteria = criteria }] };

    private static LockConfiguration By(string criteria) => By(CriteriaParser.Parse(criteria));

    private static LockConfiguration By(FieldReference field) =>
        By(new LockingComparison(field, "equal", ((LockingComparison)CriteriaParser.Parse("Company = 'x'")).Value));

    private LockConfiguration Wrong(string what) => what switch
    {
        "the field of a rule, by name" => By("Colour = 'red'"),
        "the field of a rule, by id" => By(new FieldReference(null, "1")),
        "a field within a group" => By("Company = 'x' and Colour = 'red'"),
        "an excluded field, by name" => Manual with { ExcludedFields = [new("Company"), new("Colour")] },
        "an excluded field, by id" => Manual with { ExcludedFields = [new("Company"), new(null, "1")] },
        "a button, by id" => Manual with { RestrictedCustomButtons = [new(null, "1")] },
        "a profile, by id" => Manual with
        {
            LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
            ExcludedProfiles = [new(null, _crm.Emulator.Profiles[0].Id), new(null, "1")],
        },
        "Tag in a rule" => By("Tag = 'hot'"),
        "an excluded field that nobody can edit" => Manual with { ExcludedFields = [new("Created_Time")] },
        "two fields in one" => Manual with { ExcludedFields = [new("Company", _crm.FieldId("Email"))] },
        "two fields in one of a rule" => By(new FieldReference("Company", _crm.FieldId("Email"))),
        "an unknown comparator" => By("Company sounds_like 'x'"),
        "convert" => Manual with { RestrictedActions = ["update", "convert"] },
        "more than mail" => Manual with { RestrictedCommunications = ["send_mail", "send_survey"] },
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };
}
