using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>The literal samples of protocol section 2.3, and rules of a test's own.</summary>
internal static class ConfigurationSample
{
    public const string Id = "5843104000000758004";

    public const string Get = """
        {"record_locking_configurations":[{"created_time":"2023-08-26T18:11:14-04:00","locked_for":"all_profiles",
         "excluded_fields":[{"api_name":"Description","id":"5843104000000002645"}],
         "created_by":{"name":"Patricia Boyle","id":"5843104000000424672"},"feature_type":"record_locking",
         "locking_rules":[
          {"name":"lead conversion rule","id":"5843104000000820017","lock_existing_records":false,
           "criteria":{"comparator":"greater_than","field":{"api_name":"Lead_Conversion_Time","id":"5843104000000280013"},"value":"10"}},
          {"name":"Last activity rule","id":"5843104000000820018","lock_existing_records":false,
           "criteria":{"group_operator":"AND","group":[
             {"comparator":"less_than","field":{"api_name":"Last_Activity_Time","id":"5843104000000052001"},"value":"2018-09-01T01:00:00-04:00"},
             {"comparator":"less_than","field":{"api_name":"Created_Time","id":"5843104000000002627"},"value":"2018-09-01T01:00:00-04:00"}]}}],
         "restricted_actions":["update","tags","convert","delete","change_owner"],"lock_for_portal_users":true,
         "modified_time":"2023-09-07T22:31:35-04:00","restricted_communications":["send_mail"],"system_defined":false,
         "modified_by":{"name":"Patricia Boyle","id":"5843104000000424672"},"id":"5843104000000758004","lock_type":"both",
         "restricted_custom_buttons":[{"name":"Send with Zoho Sign","id":"5843104000000485570"}],"lock_excluded_profiles":null}]}
        """;

    public static string Success(string message) =>
        $$$"""{"record_locking_configurations":[{"code":"SUCCESS","details":{"id":"{{{Id}}}"},"message":"{{{message}}}","status":"success"}]}""";

    public static LockingRule Rule(string? name, string criteria) => new() { Name = name, Criteria = CriteriaParser.Parse(criteria) };
}
