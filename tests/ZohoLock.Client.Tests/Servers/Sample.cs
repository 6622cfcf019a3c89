namespace ZohoLock.Client.Tests.Servers;

/// <summary>The bodies that protocol sections 1.4 and 4.2 quote, letter by letter.</summary>
internal static class Sample
{
    public const string Locked = """
        {"data":[{"code":"SUCCESS","details":{
          "Modified_Time":"2023-09-05T08:54:49-04:00","Modified_By":{"name":"Patricia Boyle","id":"5843104000000424672"},
          "Created_Time":"2023-09-05T08:54:49-04:00","id":"5843104000000804020",
          "Created_By":{"name":"Patricia Boyle","id":"5843104000000424672"}},
         "message":"record added","status":"success"}]}
        """;

    public const string Updated = """
        {"data":[{"code":"SUCCESS","details":{"id":"5843104000000804005"},"message":"relation updated","status":"success"}]}
        """;

    public const string Unlocked = """
        {"data":[{"code":"SUCCESS","details":{"id":"5843104000000804005"},"message":"relation removed","status":"success"}]}
        """;

    public const string ManualList = """
        {"data":[{
          "Locked_By__s":{"name":"Patricia Boyle","id":"5843104000000424672"},
          "Locked_For__s":{"module":{"api_name":"Leads","id":"5843104000000002175"},"name":"Theola Frey (Sample)","id":"5843104000000425566"},
          "Locked_Reason__s":"deal in progress","Record_Locking_Configuration_Id__s":"5843104000000758004",
          "Record_Locking_Rule_Id__s":null,"$editable":true,"id":"5843104000000804005",
          "$sharing_permission":"full_access","Lock_Source__s":"Manual","Locked_Time__s":"2023-09-05T05:13:36-04:00"}],
         "info":{"per_page":200,"next_page_token":null,"count":1,"page":1,"previous_page_token":null,"page_token_expiry":null,"more_records":false}}
        """;

    public const string AutomaticList = """
        {"data":[{
          "Locked_By__s":null,
          "Locked_For__s":{"module":{"api_name":"Leads","id":"5843104000000002175"},"name":"Theola Frey (Sample)","id":"5843104000000425566"},
          "Locked_Reason__s":null,"Record_Locking_Configuration_Id__s":"5843104000000758004",
          "Record_Locking_Rule_Id__s":"5843104000000820017","$editable":false,"id":"5843104000000804006",
          "$sharing_permission":"read_only","Lock_Source__s":"Automatic","Locked_Time__s":"2023-09-05T05:13:36-04:00"}],
         "info":{"per_page":200,"next_page_token":null,"count":1,"page":1,"previous_page_token":null,"page_token_expiry":null,"more_records":false}}
        """;

    public const string V8List = """
        {"data":[{
          "Locked_By__s":{"name":"Patricia Boyle","id":"5843104000000424672"},
          "Locked_For__s":{"module":{"api_name":"Leads","id":"5843104000000002175"},"name":"Theola Frey (Sample)","id":"5843104000000425566"},
          "Locked_Reason__s":"deal in progress","Record_Locking_Configuration_Id__s":"5843104000000758004",
          "Record_Locking_Rule_Id__s":null,"Feature_Type__s":"record_locking","$field_states":null,"$zia_visions":null,
          "$editable":true,"id":"5843104000000804005",
          "$sharing_permission":"full_access","Lock_Source__s":"Manual","Locked_Time__s":"2023-09-05T05:13:36-04:00"}],
         "info":{"per_page":200,"count":1,"page":1,"more_records":false}}
        """;

    /// <summary>GET-one, which has no info object in EX26.</summary>
    public const string One = """
        {"data":[{
          "Locked_By__s":{"name":"Patricia Boyle","id":"5843104000000424672"},
          "Locked_For__s":{"module":{"api_name":"Leads","id":"5843104000000002175"},"name":"Theola Frey (Sample)","id":"5843104000000425566"},
          "Locked_Reason__s":"deal in progress","Record_Locking_Configuration_Id__s":"5843104000000758004",
          "Record_Locking_Rule_Id__s":null,"$editable":true,"id":"5843104000000804005",
          "$sharing_permission":"full_access","Lock_Source__s":"Manual","Locked_Time__s":"2023-09-05T05:13:36-04:00"}]}
        """;

    /// <summary>The keys as SDK 7 and the OpenAPI files of 2025 look them up.</summary>
    public const string SdkCasedList = """
        {"data":[{
          "locked_by__s":{"name":"Patricia Boyle","id":"5843104000000424672"},
          "locked_for_s":{"module":{"api_name":"Leads","id":"5843104000000002175"},"name":"Theola Frey (Sample)","id":"5843104000000425566"},
          "locked_reason__s":"deal in progress","record_locking_configuration_id__s":"5843104000000758004",
          "record_locking_rule_id__s":null,"$editable":true,"id":"5843104000000804005",
          "$sharing_permission":"full_access","lock_source__s":"Manual","Locked_time__s":"2023-09-05T05:13:36-04:00"}]}
        """;

    public const string InvalidToken = """{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}""";

    public const string TooManyRequests = """
        {"code":"TOO_MANY_REQUESTS","details":{},"message":"too many requests. please try again after some time","status":"error"}
        """;

    public static Reply Token(string accessToken = "1000.access.first", string apiDomain = "https://www.zohoapis.com", string expires = "3600") =>
        Reply.Json(200, $$"""{"access_token":"{{accessToken}}","api_domain":"{{apiDomain}}","token_type":"Bearer","expires_in":{{expires}}}""");

    /// <summary>The success that the documentation shows for a call.</summary>
    public static Reply Success(LockingCall call) => call switch
    {
        LockingCall.List => Reply.Json(200, ManualList),
        LockingCall.One => Reply.Json(200, One),
        LockingCall.Lock => Reply.Json(201, Locked),
        LockingCall.Update => Reply.Json(200, Updated),
        _ => Reply.Json(200, Unlocked),
    };
}
