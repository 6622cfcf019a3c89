using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ZohoCrm.Emulator;
using ZohoLock.Authentication;
using ZohoLock.Authentication.Grants;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Authentication.Grants;

/// <summary>Signing in in a browser, which an HTTP client plays here, with its way back over a loopback address (protocol section 4.1).</summary>
public sealed class BrowserFlowTests : IDisposable
{
    private const string US = "https://accounts.zoho.com";
    private const string EU = "https://accounts.zoho.eu";

    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly TaskCompletionSource<Uri> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Uri _redirectUri = FreeAddress("/signed-in/");
    private readonly RecordingTimeProvider _clock = new();

    private static Reply Granted { get; } = Reply.Json(200, """
        {"access_token":"1000.access.first","refresh_token":"1000.refresh.new","api_domain":"https://www.zohoapis.com","token_type":"Bearer","expires_in":3600}
        """);

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task The_browser_is_sent_to_the_accounts_host_with_all_that_a_refresh_token_takes()
    {
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts);

        var opened = await OpenedAsync();
        var query = Query(opened);
        await _browser.GetAsync(Back("code", "1000.grant.code", await StateAsync()));
        await running;

        Assert.Equal($"{US}/oauth/v2/auth", opened.GetLeftPart(UriPartial.Path));
        Assert.Equal(
            ("code", "offline", "consent", "1000.CLIENT", OAuthClientCredential.DefaultScope, _redirectUri.OriginalString, "S256"),
            (query["response_type"], query["access_type"], query["prompt"], query["client_id"], query["scope"], query["redirect_uri"],
                query["code_challenge_method"]));
        Assert.Equal(9, query.Count);
        Assert.Equal((43, 43), (query["state"].Length, query["code_challenge"].Length));
        Assert.DoesNotContain("secret-of-the-client", opened.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_and_challenge_are_others_each_time()
    {
        using var accounts = LiteralServer.Always(Granted);
        var first = Query(await OpenOnlyAsync(accounts));
        var second = Query(await OpenOnlyAsync(accounts));

        Assert.NotEqual(first["state"], second["state"]);
        Assert.NotEqual(first["code_challenge"], second["code_challenge"]);
    }

    [Fact]
    public async Task The_code_is_exchanged_once_with_the_verifier_of_the_challenge()
    {
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts);
        var challenge = Query(await OpenedAsync())["code_challenge"];

        using var page = await _browser.GetAsync(Back("code", "1000.grant.code", await StateAsync()));
        var (answer, endpoint) = await running.WaitAsync(Hang.Guard);

        var form = accounts.Request.Form;
        Assert.Equal("/oauth/v2/token", accounts.Request.Target);
        Assert.Equal(
            ("authorization_code", "1000.CLIENT", "secret-of-the-client", "1000.grant.code", _redirectUri.OriginalString),
            (form["grant_type"], form["client_id"], form["client_secret"], form["code"], form["redirect_uri"]));
        Assert.Equal(challenge, Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"])))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        Assert.Equal(6, form.Count);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(("1000.refresh.new", US), (answer.RefreshToken, endpoint.Accounts.GetLeftPart(UriPartial.Authority)));
    }

    [Fact]
    public async Task A_code_whose_answer_is_lost_is_not_sent_again()
    {
        using var accounts = LiteralServer.Always(Reply.Html(503, "<html>back soon</html>"));
        var running = RunAsync(accounts);
        await _browser.GetAsync(Back("code", "1000.grant.code", await StateAsync()));

        await Assert.ThrowsAsync<ZohoException>(() => running.WaitAsync(Hang.Guard));

        Assert.Single(accounts.Requests);
    }

    [Theory]
    [InlineData("the wrong state")]
    [InlineData("no state")]
    [InlineData("an empty state")]
    [InlineData("the wrong path")]
    [InlineData("the path without its slash")]
    [InlineData("POST")]
    [InlineData("an error with the wrong state")]
    public async Task What_is_not_the_answer_is_turned_away_and_the_right_one_still_counts(string wrong)
    {
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts);
        var state = await StateAsync();
        var right = Back("code", "1000.grant.code", state);

        using var answer = wrong switch
        {
            "the wrong state" => await _browser.GetAsync(Back("code", "1000.evil.code", state[1..] + "x")),
            "no state" => await _browser.GetAsync(new Uri($"{_redirectUri}?code=1000.evil.code")),
            "an empty state" => await _browser.GetAsync(Back("code", "1000.evil.code", "")),
            "the wrong path" => await _browser.GetAsync(new Uri(right, $"/favicon.ico{right.Query}")),
            "the path without its slash" => await _browser.GetAsync(new Uri(right, $"/signed-in{right.Query}")),
            "POST" => await _browser.PostAsync(right, new StringContent("")),
            _ => await _browser.GetAsync(Back("error", "access_denied", "x")),
        };
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(running.IsCompleted);
        Assert.Empty(accounts.Requests);

        using var page = await _browser.GetAsync(right);
        await running.WaitAsync(Hang.Guard);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("1000.grant.code", accounts.Request.Form["code"]);
    }

    [Fact]
    public async Task A_user_who_refuses_is_told_as_one()
    {
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts);

        var page = await _browser.GetStringAsync(Back("error", "access_denied", await StateAsync()));
        var failure = await Assert.ThrowsAsync<ZohoException>(() => running.WaitAsync(Hang.Guard));

        Assert.Equal(("access_denied", ZohoErrorKind.AuthenticationError, null), (failure.Error.Code, failure.Error.Kind, failure.Error.StatusCode));
        Assert.Contains("the user didn't accept", failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains("not granted", page, StringComparison.Ordinal);
        Assert.Empty(accounts.Requests);
    }

    [Fact]
    public async Task An_answer_with_neither_code_nor_error_is_an_error()
    {
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts);

        await _browser.GetAsync(Back("code", "", await StateAsync()));

        await Assert.ThrowsAsync<ZohoException>(() => running.WaitAsync(Hang.Guard));
        Assert.Empty(accounts.Requests);
    }

    [Theory]
    [InlineData("1000.two lines")]
    [InlineData("1000.zwölf")]
    public async Task A_code_that_cannot_be_one_is_not_sent_anywhere(string code)
    {
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts);

        await _browser.GetAsync(Back("code", code, await StateAsync()));

        await Assert.ThrowsAsync<ZohoException>(() => running.WaitAsync(Hang.Guard));
        Assert.Empty(accounts.Requests);
    }

    [Theory]
    [InlineData(EU)]
    [InlineData("https://ACCOUNTS.zoho.eu/")]
    [InlineData("https://accounts.zoho.eu:443")]
    public async Task The_code_is_exchanged_at_the_accounts_server_of_the_users_data_centre(string named)
    {
        using var us = LiteralServer.Always(Granted);
        using var eu = LiteralServer.Always(Granted);
        var running = RunAsync(us, eu);

        await _browser.GetAsync(Back("code", "1000.grant.code", await StateAsync(), named));
        var (_, endpoint) = await running.WaitAsync(Hang.Guard);

        Assert.Equal("1000.grant.code", eu.Request.Form["code"]);
        Assert.Equal(new Uri(EU), endpoint.Accounts);
        Assert.Equal(0, us.Connections);
    }

    [Fact]
    public async Task An_accounts_server_that_was_given_is_not_moved_away_from()
    {
        using var us = LiteralServer.Always(Granted);
        using var eu = LiteralServer.Always(Granted);
        var running = RunAsync(us, eu, allowOtherDataCenter: false);

        await _browser.GetAsync(Back("code", "1000.grant.code", await StateAsync(), EU));
        var failure = await Assert.ThrowsAsync<ZohoException>(() => running.WaitAsync(Hang.Guard));

        Assert.Equal(("other_dc", null), (failure.Error.Code, failure.Error.StatusCode));
        Assert.Contains("-DataCenter EU", failure.Error.Advice, StringComparison.Ordinal);
        Assert.Equal((0, 0), (us.Connections, eu.Connections));
    }

    [Theory]
    [InlineData("https://accounts.zoho.eu.example.com")]
    [InlineData("https://accounts.zoho.eu@example.com")]
    [InlineData("http://accounts.zoho.eu")]
    [InlineData("https://accounts.zoho.eu:8443")]
    [InlineData("https://evil.zoho.eu")]
    [InlineData("loopback")]
    public async Task An_accounts_server_that_is_none_of_Zohos_is_an_error_and_gets_nothing(string named)
    {
        using var evil = LiteralServer.Always(Granted);
        using var us = LiteralServer.Always(Granted);
        var running = RunAsync(us);

        await _browser.GetAsync(Back("code", "1000.grant.code", await StateAsync(), named == "loopback" ? evil.BaseUri.OriginalString : named));
        var failure = await Assert.ThrowsAsync<ZohoException>(() => running.WaitAsync(Hang.Guard));

        Assert.Equal("UnknownAccountsServer", failure.Error.Code);
        Assert.DoesNotContain("1000.grant.code", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (evil.Connections, us.Connections));
    }

    [Theory]
    [InlineData("https://localhost:8475/")]
    [InlineData("http://192.168.1.10:8475/")]
    [InlineData("http://127.0.0.1.example.com:8475/")]
    [InlineData("http://example.com/")]
    [InlineData("http://0.0.0.0:8475/")]
    [InlineData("http://localhost:8475/?a=b")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("urn:ietf:wg:oauth:2.0:oob")]
    [InlineData("http://loopback:8475/")]
    [InlineData("http://localhost.:8475/")]
    [InlineData("http://[::ffff:127.0.0.1]:8475/")]
    [InlineData("http://localhost:0/")]
    [InlineData("/signed-in")]
    public async Task A_redirect_URI_that_other_machines_could_receive_is_refused_before_anything(string redirectUri)
    {
        using var accounts = LiteralServer.Always(Granted);

        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => RunAsync(accounts, redirectUri: new Uri(redirectUri, UriKind.RelativeOrAbsolute)).WaitAsync(Hang.Guard));

        Assert.Equal(("UnsafeRedirectUri", ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
        Assert.False(_opened.Task.IsCompleted);
        Assert.Empty(accounts.Requests);
    }

    [Fact]
    public async Task A_redirect_URI_with_a_password_is_refused_and_not_repeated()
    {
        using var accounts = LiteralServer.Always(Granted);

        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => RunAsync(accounts, redirectUri: new Uri("http://user:canary@localhost:8475/")).WaitAsync(Hang.Guard));

        Assert.Equal("UnsafeRedirectUri", failure.Error.Code);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accounts_server_that_only_looks_like_one_of_Zohos_is_told_by_its_name_in_DNS()
    {
        using var us = LiteralServer.Always(Granted);
        var running = RunAsync(us);

        await _browser.GetAsync(Back("code", "1000.grant.code", await StateAsync(), "https://\u0430ccounts.zoho.eu"));
        var failure = await Assert.ThrowsAsync<ZohoException>(() => running.WaitAsync(Hang.Guard));

        Assert.Equal("UnknownAccountsServer", failure.Error.Code);
        Assert.Contains("(xn--ccounts-1fg.zoho.eu)", failure.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:8475/")]
    [InlineData("127.0.0.1:8475")]
    public async Task A_redirect_URI_without_its_scheme_is_told_as_that_with_the_one_to_give(string redirectUri)
    {
        using var accounts = LiteralServer.Always(Granted);

        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => RunAsync(accounts, redirectUri: new Uri(redirectUri, UriKind.RelativeOrAbsolute)).WaitAsync(Hang.Guard));

        Assert.Equal("UnsafeRedirectUri", failure.Error.Code);
        Assert.Equal($"the redirect URI '{redirectUri}' has no http:// before it", failure.Error.Message);
        Assert.StartsWith($"Give -RedirectUri http://{redirectUri}", failure.Error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_before_the_browser_is_opened()
    {
        using var other = LiteralServer.Always(Granted);
        using var accounts = LiteralServer.Always(Granted);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts, redirectUri: new Uri(other.BaseUri, "/")).WaitAsync(Hang.Guard));

        Assert.Equal(("PortNotFree", ZohoErrorKind.ConnectionError), (failure.Error.Code, failure.Error.Kind));
        Assert.False(_opened.Task.IsCompleted);
    }

    [Ipv6Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_localhost_whose_port_another_program_has_on_one_of_its_addresses_is_told_before_the_browser_is_opened(string taken)
    {
        using var accounts = LiteralServer.Always(Granted);
        var address = IPAddress.Parse(taken);
        using var other = new TcpListener(address, _redirectUri.Port);
        other.Start();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts, redirectUri: Localhost).WaitAsync(Hang.Guard));

        Assert.Equal(("PortNotFree", ZohoErrorKind.ConnectionError), (failure.Error.Code, failure.Error.Kind));
        Assert.Contains($"another program listens at {new IPEndPoint(address, _redirectUri.Port)}", failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains("-RedirectUri", failure.Error.Advice, StringComparison.Ordinal);
        Assert.False(_opened.Task.IsCompleted);
        other.Stop();
        AssertFree(_redirectUri.Port);
    }

    [Ipv6Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task A_browser_comes_back_to_localhost_at_either_of_its_addresses(string host)
    {
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts, redirectUri: Localhost);
        var back = new UriBuilder(Back("code", "1000.grant.code", await StateAsync())) { Host = host }.Uri;

        using var page = await _browser.GetAsync(back);
        await running.WaitAsync(Hang.Guard);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("1000.grant.code", accounts.Request.Form["code"]);
    }

    [Ipv6Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task No_other_program_gets_a_port_that_a_sign_in_listens_on_nor_one_that_had_it_reserved(string host)
    {
        using var accounts = LiteralServer.Always(Granted);
        var endpoint = new IPEndPoint(IPAddress.Parse(host), _redirectUri.Port);
        using var reserved = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        reserved.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        if (!OperatingSystem.IsWindows())
        {
            // On Windows this alone has the sign-in refused.
            reserved.Bind(endpoint);
        }

        using var cancel = new CancellationTokenSource();
        var running = RunAsync(accounts, redirectUri: Localhost, cancellationToken: cancel.Token);
        await OpenedAsync();

        using var late = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        late.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        Assert.Throws<SocketException>(() => late.Bind(endpoint));
        Assert.Throws<SocketException>(() => reserved.Listen());
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Hang.Guard));
    }

    [Ipv6Fact]
    public async Task A_redirect_URI_with_an_address_listens_at_that_one_alone()
    {
        using var accounts = LiteralServer.Always(Granted);
        using var other = new TcpListener(IPAddress.IPv6Loopback, _redirectUri.Port);
        other.Start();

        var running = RunAsync(accounts);
        using var page = await _browser.GetAsync(Back("code", "1000.grant.code", await StateAsync()));
        await running.WaitAsync(Hang.Guard);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Where_the_machine_has_no_address_of_IPv6_the_other_one_is_all_of_localhost()
    {
        // Documentation's own network (RFC 3849), which no machine is in.
        using var listener = LoopbackListener.Start(Localhost, _clock, IPAddress.Parse("2001:db8::1"));

        var receiving = listener.ReceiveAsync(_ => true, CancellationToken.None);
        using var page = await _browser.GetAsync(new Uri(_redirectUri, "?code=1000.grant.code"));

        Assert.Equal("1000.grant.code", (await receiving.WaitAsync(Hang.Guard))["code"]);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("half a request")]
    [InlineData("a request without end")]
    [InlineData("no HTTP")]
    [InlineData("a parameter twice")]
    public async Task What_comes_beside_the_answer_neither_stops_it_nor_is_taken_for_it(string what)
    {
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts);
        var right = Back("code", "1000.grant.code", await StateAsync());

        using var other = new TcpClient();
        await other.ConnectAsync(IPAddress.Loopback, _redirectUri.Port);
        var sent = what switch
        {
            "nothing" => "",
            "half a request" => $"GET {right.PathAndQuery}",
            "a request without end" => $"GET {right.PathAndQuery} HTTP/1.1\r\nCookie: {new string('x', 20_000)}",
            "no HTTP" => "\u0016\u0003\u0001\r\n\r\n",
            _ => $"GET {right.PathAndQuery}&code=1000.evil.code HTTP/1.1\r\nHost: localhost\r\n\r\n",
        };
        await other.GetStream().WriteAsync(Encoding.Latin1.GetBytes(sent));
        if (what is "no HTTP" or "a parameter twice")
        {
            using var reader = new StreamReader(other.GetStream());
            Assert.StartsWith("HTTP/1.1 404 ", await reader.ReadLineAsync().WaitAsync(Hang.Guard), StringComparison.Ordinal);
        }

        Assert.False(running.IsCompleted);
        using var page = await _browser.GetAsync(right);
        await running.WaitAsync(Hang.Guard);

        Assert.Equal("1000.grant.code", accounts.Request.Form["code"]);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_and_frees_the_port()
    {
        using var accounts = LiteralServer.Always(Granted);
        using var cancel = new CancellationTokenSource();
        var running = RunAsync(accounts, cancellationToken: cancel.Token);
        await OpenedAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Hang.Guard));
        AssertFree(_redirectUri.Port);
        Assert.Empty(accounts.Requests);
    }

    [Fact]
    public async Task Being_cancelled_before_it_begins_frees_the_port_too()
    {
        using var accounts = LiteralServer.Always(Granted);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync(accounts, cancellationToken: new CancellationToken(canceled: true)).WaitAsync(Hang.Guard));

        AssertFree(_redirectUri.Port);
    }

    [Fact]
    public async Task A_user_who_does_not_come_back_within_ten_minutes_is_not_waited_for()
    {
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts);
        await OpenedAsync();

        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.False(running.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        var failure = await Assert.ThrowsAsync<ZohoException>(() => running.WaitAsync(Hang.Guard));

        Assert.Equal(("NobodySignedIn", "nobody signed in within 10 minutes"), (failure.Error.Code, failure.Error.Message));
        AssertFree(_redirectUri.Port);
        Assert.Empty(accounts.Requests);
    }

    [Fact]
    public async Task A_connection_that_sends_nothing_is_closed_after_half_a_minute_and_the_right_one_still_counts()
    {
        var requestTimeout = TimeSpan.FromSeconds(30);
        using var accounts = LiteralServer.Always(Granted);
        var running = RunAsync(accounts);
        var state = await StateAsync();
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, _redirectUri.Port);
        await Until.TrueAsync(() => _clock.Waits.Contains(requestTimeout));

        _clock.Advance(requestTimeout);

        Assert.Equal(0, await silent.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Hang.Guard));
        await _browser.GetAsync(Back("code", "1000.grant.code", state));
        Assert.Equal("1000.access.first", (await running.WaitAsync(Hang.Guard)).Answer.AccessToken);
    }

    [Fact]
    public async Task A_browser_that_cannot_be_opened_ends_it_and_frees_the_port()
    {
        using var accounts = LiteralServer.Always(Granted);
        using var http = new HttpClient(new MappedHosts((US, accounts.BaseUri)));
        var credential = Credential(_redirectUri) with { Open = _ => throw new InvalidOperationException("there is no browser") };
        using var client = new OAuthClient(credential);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => new BrowserFlow(credential, client, allowOtherDataCenter: true, _clock).RunAsync(Endpoint(http), CancellationToken.None));

        AssertFree(_redirectUri.Port);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task At_the_emulator_a_user_who_accepts_is_signed_in_and_one_who_rejects_is_not(bool accepts)
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { Consent = accepts ? Consent.Accept : Consent.Reject });
        emulator.Settings.RedirectUri = _redirectUri.OriginalString;
        emulator.Start();
        var id = emulator.AddModule("Deals").AddRecords(1)[0];
        var opening = Opened.Open(Options(emulator));

        using var redirect = await _browser.GetAsync(await OpenedAsync());
        Assert.Equal(HttpStatusCode.Redirect, redirect.StatusCode);
        using var page = await _browser.GetAsync(redirect.Headers.Location);

        if (accepts)
        {
            using var connection = await opening.WaitAsync(Hang.Guard);
            emulator.ExpireAccessTokens();
            await new RecordLockClient(connection.Api).LockAsync("Deals", id, "Quarter closed");
            Assert.NotNull(connection.GetRefreshToken());
            Assert.Equal(1, emulator.GetModule("Deals").LockedCount);
        }
        else
        {
            Assert.Equal("access_denied", (await Assert.ThrowsAsync<ZohoException>(() => opening.WaitAsync(Hang.Guard))).Error.Code);
        }

        AssertFree(_redirectUri.Port);
        Assert.Empty(emulator.Failures);
    }

    [Fact]
    public async Task At_the_emulator_a_user_who_presses_accept_on_the_page_is_signed_in()
    {
        using var emulator = new CrmEmulator();
        emulator.Start();
        var opening = Opened.Open(Options(emulator));

        var asked = await OpenedAsync();
        var form = Query(asked).Append(new("decision", "accept"));
        using var redirect = await _browser.PostAsync(new Uri(asked, "/oauth/v2/auth/consent"), new FormUrlEncodedContent(form));
        using var page = await _browser.GetAsync(redirect.Headers.Location);
        using var connection = await opening.WaitAsync(Hang.Guard);

        Assert.NotNull(connection.GetRefreshToken());
    }

    [Fact]
    public async Task At_the_emulator_a_code_that_somebody_else_brings_in_is_refused()
    {
        // The code of another sign-in, whose verifier this one doesn't know.
        using var emulator = new CrmEmulator(new EmulatorSettings { Consent = Consent.Accept });
        emulator.Start();
        var opening = Opened.Open(Options(emulator));
        var asked = await OpenedAsync();
        var foreign = new Uri(asked.OriginalString.Replace(Query(asked)["code_challenge"], new string('x', 43), StringComparison.Ordinal));

        using var redirect = await _browser.GetAsync(foreign);
        using var page = await _browser.GetAsync(redirect.Headers.Location);

        Assert.Equal("invalid_code", (await Assert.ThrowsAsync<ZohoException>(() => opening.WaitAsync(Hang.Guard))).Error.Code);
    }

    [Theory]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://LOCALHOST:{0}/Zoho/Lock")]
    public async Task At_the_emulator_any_loopback_name_will_do(string form)
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { Consent = Consent.Accept });
        emulator.Start();
        var redirectUri = new Uri(form.Replace("{0}", $"{_redirectUri.Port}", StringComparison.Ordinal));
        var opening = Opened.Open(Options(emulator, redirectUri));

        using var redirect = await _browser.GetAsync(await OpenedAsync());
        using var page = await _browser.GetAsync(redirect.Headers.Location);
        using var connection = await opening.WaitAsync(Hang.Guard);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private Uri Localhost => new($"http://localhost:{_redirectUri.Port}{_redirectUri.AbsolutePath}");

    // Below the ports that the system gives to whoever wants any, as the other tests' servers do while these run.
    private static Uri FreeAddress(string path)
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                AssertFree(port);
                return new($"http://127.0.0.1:{port}{path}");
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    private static void AssertFree(int port)
    {
        foreach (var address in Socket.OSSupportsIPv6 ? new[] { IPAddress.Loopback, IPAddress.IPv6Loopback } : [IPAddress.Loopback])
        {
            using var listener = new TcpListener(address, port) { ExclusiveAddressUse = true };
            listener.Start();
        }
    }

    private static Dictionary<string, string> Query(Uri uri) => uri.Query[1..].Split('&').Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));

    private Task<Uri> OpenedAsync() => _opened.Task.WaitAsync(Hang.Guard);

    private async Task<string> StateAsync() => Query(await OpenedAsync())["state"];

    private Uri Back(string name, string value, string state, string? accountsServer = null) => new(
        $"{_redirectUri}?{name}={Uri.EscapeDataString(value)}&location=us&state={Uri.EscapeDataString(state)}"
        + (accountsServer is null ? "" : $"&accounts-server={Uri.EscapeDataString(accountsServer)}"));

    private BrowserCredential Credential(Uri redirectUri) => new("1000.CLIENT", Opened.Secure("secret-of-the-client"), uri => _opened.TrySetResult(uri))
    {
        RedirectUri = redirectUri,
    };

    private ConnectionOptions Options(CrmEmulator emulator, Uri? redirectUri = null) => Opened.Options(emulator) with
    {
        Credential = new BrowserCredential(emulator.ClientId, Opened.Secure(emulator.ClientSecret), uri => _opened.TrySetResult(uri))
        {
            RedirectUri = redirectUri ?? _redirectUri,
        },
    };

    private TokenEndpoint Endpoint(HttpClient http) => new(http, new Uri(US), new SecretRedactor(), _clock);

    private async Task<Uri> OpenOnlyAsync(LiteralServer accounts)
    {
        var opened = new TaskCompletionSource<Uri>();
        using var http = new HttpClient(new MappedHosts((US, accounts.BaseUri)));
        using var cancel = new CancellationTokenSource();
        var credential = Credential(_redirectUri) with { Open = uri => { opened.SetResult(uri); cancel.Cancel(); } };
        using var client = new OAuthClient(credential);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new BrowserFlow(credential, client, allowOtherDataCenter: true, _clock).RunAsync(Endpoint(http), cancel.Token).WaitAsync(Hang.Guard));
        return await opened.Task;
    }

    private async Task<(TokenResponse Answer, TokenEndpoint Endpoint)> RunAsync(
        LiteralServer us, LiteralServer? eu = null, bool allowOtherDataCenter = true, Uri? redirectUri = null, CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient(new MappedHosts((US, us.BaseUri), (EU, eu?.BaseUri ?? us.BaseUri)));
        var credential = Credential(redirectUri ?? _redirectUri);
        using var client = new OAuthClient(credential);
        return await new BrowserFlow(credential, client, allowOtherDataCenter, _clock).RunAsync(Endpoint(http), cancellationToken);
    }
}
