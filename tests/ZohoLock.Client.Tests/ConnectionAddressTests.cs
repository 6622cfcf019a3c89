using ZohoCrm.Emulator;
using ZohoLock.Authentication;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests;

/// <summary>Which hosts a connection talks to: the data centre's, those given, and those that the token answer names (protocol section 5).</summary>
public sealed class ConnectionAddressTests
{
    /// <summary>The table of section 5; the sandboxes of UK and AE follow the pattern, because no source has them.</summary>
    public static TheoryData<DataCenter, string, string, string, string> DataCenters { get; } = new()
    {
        { DataCenter.US, "accounts.zoho.com", "www.zohoapis.com", "sandbox.zohoapis.com", "developer.zohoapis.com" },
        { DataCenter.EU, "accounts.zoho.eu", "www.zohoapis.eu", "sandbox.zohoapis.eu", "developer.zohoapis.eu" },
        { DataCenter.IN, "accounts.zoho.in", "www.zohoapis.in", "sandbox.zohoapis.in", "developer.zohoapis.in" },
        { DataCenter.AU, "accounts.zoho.com.au", "www.zohoapis.com.au", "sandbox.zohoapis.com.au", "developer.zohoapis.com.au" },
        { DataCenter.CN, "accounts.zoho.com.cn", "www.zohoapis.com.cn", "sandbox.zohoapis.com.cn", "developer.zohoapis.com.cn" },
        { DataCenter.JP, "accounts.zoho.jp", "www.zohoapis.jp", "sandbox.zohoapis.jp", "developer.zohoapis.jp" },
        { DataCenter.CA, "accounts.zohocloud.ca", "www.zohoapis.ca", "sandbox.zohoapis.ca", "developer.zohoapis.ca" },
        { DataCenter.SA, "accounts.zoho.sa", "www.zohoapis.sa", "sandbox.zohoapis.sa", "developer.zohoapis.sa" },
        { DataCenter.UK, "accounts.zoho.uk", "www.zohoapis.uk", "sandbox.zohoapis.uk", "developer.zohoapis.uk" },
        { DataCenter.AE, "accounts.zoho.ae", "www.zohoapis.ae", "sandbox.zohoapis.ae", "developer.zohoapis.ae" },
    };

    public static TheoryData<string> UnsafeAddresses { get; } = new(
        "http://www.zohoapis.com",
        "http://192.168.1.10:8080",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://0.0.0.0",
        "http://[::]",
        "http://example.com#127.0.0.1",
        "https://user@www.zohoapis.com",
        "https://user:password@www.zohoapis.com",
        "http://user:password@127.0.0.1",
        "https://www.zohoapis.com@example.com",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "ws://127.0.0.1",
        "www.zohoapis.com",
        "//www.zohoapis.com",
        "/crm/v7",
        "");

    [Theory]
    [MemberData(nameof(DataCenters))]
    public async Task Each_data_centre_has_its_hosts(DataCenter dataCenter, string accounts, string production, string sandbox, string developer)
    {
        Assert.Equal((accounts, production), await HostsAsync(CrmEnvironment.Production));
        Assert.Equal((accounts, sandbox), await HostsAsync(CrmEnvironment.Sandbox));
        Assert.Equal((accounts, developer), await HostsAsync(CrmEnvironment.Developer));

        // A token that is given needs no call, so that nothing leaves this machine here.
        async Task<(string, string)> HostsAsync(CrmEnvironment environment)
        {
            using var connection = await Opened.Open(new ConnectionOptions
            {
                Credential = new AccessTokenCredential(Opened.Secure("1000.x.y")),
                DataCenter = dataCenter,
                Environment = environment,
            });
            Assert.Equal((dataCenter, environment), (connection.DataCenter, connection.Environment));
            Assert.Equal(("https", 443, "/"), (connection.ApiDomain.Scheme, connection.ApiDomain.Port, connection.ApiDomain.PathAndQuery));
            Assert.Equal(("https", 443, "/"), (connection.AccountsUri.Scheme, connection.AccountsUri.Port, connection.AccountsUri.PathAndQuery));
            return (connection.AccountsUri.Host, connection.ApiDomain.Host);
        }
    }

    [Fact]
    public void No_data_centre_is_missing_from_the_table() =>
        Assert.Equal(Enum.GetValues<DataCenter>().Order(), DataCenters.Select(row => (DataCenter)row[0]).Order());

    [Theory]
    [InlineData("https://www.zohoapis.eu", CrmEnvironment.Production, DataCenter.EU, CrmEnvironment.Production, "https://www.zohoapis.eu")]
    [InlineData("https://WWW.zohoapis.com.cn/", CrmEnvironment.Production, DataCenter.CN, CrmEnvironment.Production, "https://www.zohoapis.com.cn")]
    [InlineData("https://www.zohoapis.ca", CrmEnvironment.Sandbox, DataCenter.CA, CrmEnvironment.Sandbox, "https://sandbox.zohoapis.ca")]
    [InlineData("https://www.zohoapis.eu", CrmEnvironment.Developer, DataCenter.EU, CrmEnvironment.Developer, "https://developer.zohoapis.eu")]
    [InlineData("https://sandbox.zohoapis.eu", CrmEnvironment.Sandbox, DataCenter.EU, CrmEnvironment.Sandbox, "https://sandbox.zohoapis.eu")]
    [InlineData("https://sandbox.zohoapis.eu", CrmEnvironment.Production, DataCenter.EU, CrmEnvironment.Sandbox, "https://sandbox.zohoapis.eu")]
    public async Task A_host_of_Zohos_that_the_token_names_is_followed_and_a_sandbox_stays_one(
        string named, CrmEnvironment asked, DataCenter dataCenter, CrmEnvironment environment, string host)
    {
        using var accounts = LiteralServer.Always(Sample.Token(apiDomain: named));
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, api: null) with { Environment = asked });

        Assert.Equal((dataCenter, environment, new Uri(host)), (connection.DataCenter, connection.Environment, connection.ApiDomain));
    }

    [Theory]
    [InlineData("https://www.zohoapis.com.example.com")]
    [InlineData("https://zohoapis.com")]
    [InlineData("https://evil.zohoapis.com")]
    [InlineData("http://www.zohoapis.eu")]
    [InlineData("https://www.zohoapis.eu:8443")]
    [InlineData("https://www.zohoapis.eu@example.com")]
    [InlineData("www.zohoapis.eu")]
    [InlineData("ftp://www.zohoapis.eu")]
    [InlineData("/crm")]
    [InlineData("")]
    [InlineData("not an address")]
    public async Task A_host_that_is_not_Zohos_is_not_followed(string named)
    {
        using var accounts = LiteralServer.Always(Sample.Token(apiDomain: named));
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, api: null) with { DataCenter = DataCenter.IN });

        Assert.Equal((DataCenter.IN, new Uri("https://www.zohoapis.in")), (connection.DataCenter, connection.ApiDomain));
    }

    [Fact]
    public async Task A_host_on_another_port_of_this_machine_is_not_followed_and_gets_no_call()
    {
        using var foreign = LiteralServer.Always(Sample.Success(LockingCall.List));
        using var accounts = LiteralServer.Always(Sample.Token(apiDomain: foreign.BaseUri.OriginalString));
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, api: null));

        Assert.Equal(new Uri("https://www.zohoapis.com"), connection.ApiDomain);
        Assert.Equal(0, foreign.Connections);
    }

    [Fact]
    public async Task The_host_that_the_token_came_from_is_followed()
    {
        using var accounts = new LiteralServer(request => request.Path == "/oauth/v2/token"
            ? Sample.Token(apiDomain: $"http://{request.Header("Host")}")
            : Sample.Success(LockingCall.Lock));
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, api: null));

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.Equal(accounts.BaseUri, connection.ApiDomain);
        Assert.Equal(2, accounts.Requests.Count);
    }

    /// <summary>What a connection says of itself is what its API host is, whatever data centre was given, or was the default.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:40123", null, null, true, "emulator at 127.0.0.1:40123")]
    [InlineData("http://LOCALHOST:40123", null, null, true, "emulator at localhost:40123")]
    [InlineData("http://[::1]:40123", null, null, true, "emulator at [::1]:40123")]
    [InlineData("https://127.0.0.2", null, null, true, "emulator at 127.0.0.2")]
    [InlineData("https://crm.example.com", null, CrmEnvironment.Sandbox, false, "Sandbox at crm.example.com")]
    [InlineData("https://www.zohoapis.com:8443", null, CrmEnvironment.Sandbox, false, "Sandbox at www.zohoapis.com:8443")]
    [InlineData("https://www.zohoapis.eu", DataCenter.EU, CrmEnvironment.Production, false, "EU Production")]
    [InlineData("https://developer.zohoapis.in", DataCenter.IN, CrmEnvironment.Developer, false, "IN Developer")]
    public async Task A_connection_is_called_what_its_api_host_is(
        string api, DataCenter? dataCenter, CrmEnvironment? environment, bool isEmulator, string text)
    {
        var options = Opened.TokenOptions(new Uri(api)) with { DataCenter = DataCenter.US, Environment = CrmEnvironment.Sandbox };
        using var connection = await Opened.Open(options);

        Assert.Equal((dataCenter, environment, isEmulator, text), (connection.DataCenter, connection.Environment, connection.IsEmulator, connection.ToString()));
        Assert.DoesNotContain("US", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_to_the_host_that_the_token_came_from_is_called_an_emulators()
    {
        using var accounts = new LiteralServer(request => Sample.Token(apiDomain: $"http://{request.Header("Host")}"));
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, api: null));

        Assert.Equal($"emulator at {accounts.BaseUri.Authority}", connection.ToString());
    }

    [Fact]
    public async Task An_api_domain_that_was_given_counts_whatever_the_token_names()
    {
        using var accounts = LiteralServer.Always(Sample.Token(apiDomain: "https://www.zohoapis.eu"));
        using var api = LiteralServer.Always(Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.Equal(api.BaseUri, connection.ApiDomain);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task An_api_domain_named_later_by_a_renewal_moves_nothing()
    {
        using var foreign = LiteralServer.Always(Sample.Success(LockingCall.Lock));
        using var accounts = LiteralServer.InTurn(Sample.Token(), Sample.Token("1000.access.new", foreign.BaseUri.OriginalString));
        using var api = LiteralServer.InTurn(Reply.Json(401, Sample.InvalidToken), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.Equal(0, foreign.Connections);
        Assert.Equal(2, api.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(UnsafeAddresses))]
    public async Task An_api_domain_that_is_not_safe_is_refused_before_any_call(string address)
    {
        using var accounts = LiteralServer.Always(Sample.Token());

        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, new Uri(address, UriKind.RelativeOrAbsolute))));

        Assert.Equal(("UnsafeAddress", ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
        Assert.DoesNotContain("password", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, accounts.Connections);
    }

    [Theory]
    [MemberData(nameof(UnsafeAddresses))]
    public async Task An_accounts_host_that_is_not_safe_is_refused(string address)
    {
        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => Opened.Open(Opened.RefreshOptions(new Uri(address, UriKind.RelativeOrAbsolute), new Uri("https://www.zohoapis.com"))));

        Assert.Equal(("UnsafeAddress", ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
    }

    /// <summary>Addresses that lack their beginning only, and what to give instead.</summary>
    public static TheoryData<string, string> Schemeless { get; } = new()
    {
        { "www.zohoapis.eu", "https://www.zohoapis.eu" },
        { "//www.zohoapis.eu", "https://www.zohoapis.eu" },
        { "accounts.zoho.eu/", "https://accounts.zoho.eu/" },
        { "accounts.zoho.eu:443", "https://accounts.zoho.eu:443" },
        { "zoho.example.com:8443/crm", "https://zoho.example.com:8443/crm" },
        { "localhost:8080", "http://localhost:8080" },
        { "localhost", "http://localhost" },
        { "127.0.0.1:8080", "http://127.0.0.1:8080" },
        { "[::1]:8080", "http://[::1]:8080" },
    };

    [Theory]
    [MemberData(nameof(Schemeless))]
    public async Task An_address_without_its_scheme_is_told_as_that_with_the_one_to_give(string address, string whole)
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        var given = new Uri(address, UriKind.RelativeOrAbsolute);
        var scheme = whole.Split(':')[0];

        (string, ConnectionOptions)[] ways =
            [("ApiDomain", Opened.RefreshOptions(accounts.BaseUri, given)), ("AccountsUri", Opened.RefreshOptions(given, new Uri("https://www.zohoapis.com")))];
        foreach (var (parameter, options) in ways)
        {
            var error = (await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options))).Error;

            Assert.Equal(("UnsafeAddress", ZohoErrorKind.InvalidArgument), (error.Code, error.Kind));
            Assert.Equal($"{parameter} '{address}' has no {scheme}:// before it", error.Message);
            Assert.Equal($"Give -{parameter} {whole}.", error.Advice);
        }

        Assert.Equal(0, accounts.Connections);
    }

    [Theory]
    [InlineData("/crm/v7")]
    [InlineData("")]
    [InlineData("EU")]
    [InlineData("user:password@www.zohoapis.com")]
    [InlineData("www.zohoapis.eu and more")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://www.zohoapis.com")]
    public async Task An_address_with_another_fault_is_not_told_to_lack_its_scheme(string address)
    {
        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => Opened.Open(Opened.TokenOptions(new Uri(address, UriKind.RelativeOrAbsolute))));

        Assert.Equal("UnsafeAddress", failure.Error.Code);
        Assert.DoesNotContain("before it", failure.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://proxy.example.com:8443/zoho?x=y#z", "https://proxy.example.com:8443")]
    [InlineData("http://127.0.0.1:8080/crm", "http://127.0.0.1:8080")]
    [InlineData("http://127.8.8.8:8080", "http://127.8.8.8:8080")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    [InlineData("http://LOCALHOST:8080", "http://localhost:8080")]
    [InlineData("HTTPS://WWW.ZOHOAPIS.EU", "https://www.zohoapis.eu")]
    public void An_address_that_is_safe_is_taken_for_its_host(string address, string host) =>
        Assert.Equal(new Uri(host), ZohoHosts.RequireSafe(new Uri(address), "ApiDomain"));

    [Fact]
    public async Task The_emulators_own_address_is_all_that_a_connection_to_it_needs()
    {
        using var emulator = new CrmEmulator();
        emulator.Start();
        using var connection = await Opened.To(emulator);

        Assert.Equal((emulator.BaseUri, emulator.BaseUri), (connection.ApiDomain, connection.AccountsUri));
    }
}
