using ZohoLock.Client.Tests.Servers;
using ZohoLock.Metadata;

namespace ZohoLock.Client.Tests.Metadata;

/// <summary>What a configuration can refer to, and what is said where the token may not know it.</summary>
public sealed class ModuleMetadataTests
{
    [Fact]
    public async Task Fields_profiles_and_buttons_are_asked_for_and_read()
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, """{"fields":[{"api_name":"Stage","id":5843104000000002645,"data_type":"picklist","pick_list_values":[{"actual_value":"Won","display_value":"Closed Won"},{"display_value":"x"},null]},null]}"""),
            Reply.Json(200, """{"profiles":[{"name":"Administrator","display_label":"x","id":"1"}],"info":{}}"""),
            Reply.Json(200, """{"custom_buttons":[{"name":"Send","id":"2"}]}"""),
            Reply.NoContent);
        using var connection = await Opened.WithToken(server, "v8");
        var metadata = new ModuleMetadata(connection.Api);

        var field = Assert.Single(await metadata.GetFieldsAsync("Deals"));
        Assert.Equal((new FieldReference("Stage", "5843104000000002645"), "picklist"), (field.ToReference(), field.DataType));
        Assert.Equal([new PickListValue("Won", "Closed Won")], field.PickListValues);
        Assert.Equal([new NamedReference("Administrator", "1")], await metadata.GetProfilesAsync());
        Assert.Equal([new NamedReference("Send", "2")], await metadata.GetCustomButtonsAsync("Deals"));
        Assert.Empty(await metadata.GetCustomButtonsAsync("Deals"));
        Assert.Equal(
            ["/crm/v8/settings/fields?module=Deals", "/crm/v8/settings/profiles", "/crm/v8/settings/custom_buttons?module=Deals", "/crm/v8/settings/custom_buttons?module=Deals"],
            server.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData(401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL")]
    [InlineData(403, "OAUTH_SCOPE_MISMATCH", "Unauthorized")]
    [InlineData(403, "NO_PERMISSION", "permission denied")]
    public async Task Where_it_may_not_be_read_the_error_names_the_scope_and_ends_no_run(int status, string code, string message)
    {
        using var server = LiteralServer.Always(Reply.Json(status, $$"""{"code":"{{code}}","details":{},"message":"{{message}}","status":"error"}"""));
        using var connection = await Opened.WithToken(server);
        var metadata = new ModuleMetadata(connection.Api);

        foreach (var (ask, what, scope) in ((Func<Task> Ask, string What, string Scope)[])
            [
                (() => metadata.GetFieldsAsync("Deals"), "the fields of Deals", "fields"),
                (() => metadata.GetProfilesAsync(), "the profiles", "profiles"),
                (() => metadata.GetCustomButtonsAsync("Deals"), "the custom buttons of Deals", "custom_buttons"),
                (() => metadata.GetViewsAsync("Deals"), "the views of Deals", "custom_views"),
                (() => metadata.GetModulesAsync(), "the modules", "modules"),
            ])
        {
            var error = (await Assert.ThrowsAsync<ZohoException>(ask)).Error;

            Assert.Equal((code, false, $"{what} can't be looked up: {message}"), (error.Code, error.EndsRun, error.Message));
            Assert.StartsWith($"Looking up names needs the scope ZohoCRM.settings.{scope}.READ; ", error.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again()
    {
        using var server = LiteralServer.InTurn(Reply.Closed, Reply.Json(200, """{"profiles":[]}"""));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        Assert.Empty(await new ModuleMetadata(connection.Api).GetProfilesAsync());
        Assert.Equal(2, server.Requests.Count);
    }
}
