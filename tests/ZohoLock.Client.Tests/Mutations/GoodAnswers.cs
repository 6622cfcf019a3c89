using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Mutations;

/// <summary>What Zoho answers to each call that the client makes, where all goes well.</summary>
internal static class GoodAnswers
{
    public const string AccessToken = "1000.access.granted";

    private const string Granted = $$"""
        {"access_token":"{{AccessToken}}","refresh_token":"1000.refresh.granted","scope":"ZohoCRM.modules.ALL ZohoCRM.org.READ",
         "api_domain":"https://www.zohoapis.com","token_type":"Bearer","expires_in":3600}
        """;

    private const string Started = """
        {"user_code":"ABC-DEF","device_code":"1000.device.code","verification_url":"https://accounts.zoho.com/device",
         "verification_uri_complete":"https://accounts.zoho.com/device?code=ABC-DEF","interval":5,"expires_in":300}
        """;

    private const string Organization = """
        {"org":[{"country":"US","company_name":"Zylker","id":"5843104000000020005","license_details":{"paid_expiry":null,
         "users_license_purchased":10,"trial_type":null,"trial_expiry":null,"paid":true,"paid_type":"enterprise"}}]}
        """;

    private const string Fields = """
        {"fields":[{"api_name":"Owner","id":"5843104000000002643"},{"api_name":"Description","id":"5843104000000002645"},{"api_name":"Stage","id":"5843104000000002646"},
         {"api_name":"Lead_Conversion_Time","id":"5843104000000280013"},{"api_name":"Last_Activity_Time","id":"5843104000000052001"},
         {"api_name":"Created_Time","id":"5843104000000002627"}]}
        """;

    private const string Profiles = """{"profiles":[{"name":"Standard","id":"5843104000000026014"},{"name":"Administrator","id":"5843104000000026011"}]}""";

    private const string Buttons = """{"custom_buttons":[{"name":"Send with Zoho Sign","id":"5843104000000485570"}]}""";

    private const string Views = """
        {"custom_views":[{"id":"5843104000000087501","name":"All Leads","display_value":"All Leads","system_name":"ALLVIEWS"},
         {"id":"5843104000000087502","name":"All Locked Leads","system_name":"ALLLOCKEDLEADS"}],"info":{"more_records":false,"default":"5843104000000087501"}}
        """;

    private const string Modules = """
        {"modules":[{"api_name":"Leads","generated_type":"default","api_supported":true},{"api_name":"Projects","generated_type":"custom","api_supported":true}]}
        """;

    private const string Found = """
        {"data":[{"id":"5843104000000425565","Full_Name":"Theola Frey","Owner":{"name":"Boyle","id":"5843104000000424672"},"Locked__s":true,"COUNT(id)":1}],
         "info":{"count":1,"more_records":false}}
        """;

    public static Answer To(string method, string path)
    {
        var parts = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (method, parts) switch
        {
            (_, ["oauth", .., "revoke"]) => Answer.Json(200, """{"status":"success"}"""),
            (_, ["oauth", .., "code"]) => Answer.Json(200, Started),
            (_, ["oauth", ..]) => Answer.Json(200, Granted),
            (_, [.., "org"]) => Answer.Json(200, Organization),
            (_, [.., "fields"]) => Answer.Json(200, Fields),
            (_, [.., "custom_views"]) => Answer.Json(200, Views),
            (_, [.., "modules"]) => Answer.Json(200, Modules),
            (_, [.., "coql"]) => Answer.Json(200, Found),
            ("GET", [_, _, "Leads"]) => Answer.Json(200, Found),
            (_, [.., "profiles"]) => Answer.Json(200, Profiles),
            (_, [.., "custom_buttons"]) => Answer.Json(200, Buttons),
            ("GET", [.., "record_locking_configurations"]) => Answer.Json(200, ConfigurationSample.Get),
            ("POST", [.., "record_locking_configurations"]) => Answer.Json(201, ConfigurationSample.Success("record locking configuration created successfully")),
            (_, [_, _, "settings", "record_locking_configurations", ..]) => Answer.Json(200, ConfigurationSample.Success("record locking configuration updated successfully")),
            ("GET", [.., "Locking_Information__s"]) => Answer.Json(200, Sample.ManualList),
            ("GET", _) => Answer.Json(200, Sample.One),
            ("POST", _) => Answer.Json(201, Sample.Locked),
            ("PUT", _) => Answer.Json(200, Sample.Updated),
            _ => Answer.Json(200, Sample.Unlocked),
        };
    }
}
