using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using ZohoLock.Authentication;
using ZohoLock.Authentication.Caching;
using ZohoLock.Authentication.Grants;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Authentication.Caching;

/// <summary>Access tokens that connections, and so processes, of one machine share, because Zoho gives ten in ten minutes (protocol section 4.4).</summary>
public sealed class TokenCacheTests : IDisposable
{
    private const string Throttled = """{"error_description":"You have made too many requests continuously.","error":"Access Denied","status":"failure"}""";

    private readonly CacheFolder _folder = new();
    private int _granted;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_connection_makes_no_token_request_and_knows_what_the_first_was_told()
    {
        using var accounts = new LiteralServer(_ => Reply.Json(200, """
            {"access_token":"1000.access.1","api_domain":"https://www.zohoapis.eu","scope":"ZohoCRM.modules.ALL ZohoCRM.org.READ","expires_in":3600}
            """));
        using var first = await Opened.Open(Options(accounts) with { ApiDomain = null });
        using var second = await Opened.Open(Options(accounts) with { ApiDomain = null });

        Assert.Single(accounts.Requests);
        Assert.Equal(new Uri("https://www.zohoapis.eu"), second.ApiDomain);
        Assert.Equal(["ZohoCRM.modules.ALL", "ZohoCRM.org.READ"], second.Scopes);
        Assert.Equal(first.TokenExpires, second.TokenExpires);
        Assert.Equal((null, null), (first.TokenCacheProblem, second.TokenCacheProblem));
    }

    [Fact]
    public async Task The_token_outlives_the_connection_that_asked_for_it()
    {
        using var accounts = Granting();
        using var api = LiteralServer.Always(Sample.Success(LockingCall.Lock));
        (await Opened.Open(Options(accounts, api))).Dispose();
        using var second = await Opened.Open(Options(accounts, api));

        await new RecordLockClient(second.Api).MakeAsync(LockingCall.Lock);

        Assert.Single(accounts.Requests);
        Assert.Equal("Zoho-oauthtoken 1000.access.1", api.Request.Authorization);
    }

    [Fact]
    public async Task Without_a_folder_nothing_is_shared()
    {
        using var accounts = Granting();
        using var first = await Opened.Open(Options(accounts) with { TokenCachePath = null });
        using var second = await Opened.Open(Options(accounts) with { TokenCachePath = null });

        Assert.Equal(2, accounts.Requests.Count);
        Assert.Empty(_folder.Files);
    }

    [Theory]
    [InlineData("refresh token")]
    [InlineData("client secret")]
    [InlineData("client id")]
    [InlineData("accounts host")]
    public async Task Whoever_has_another_secret_or_host_gets_another_token(string other)
    {
        using var accounts = Granting();
        using var otherAccounts = Granting();
        var options = Options(accounts);
        var right = (RefreshTokenCredential)options.Credential;
        using var first = await Opened.Open(options);

        using var second = await Opened.Open(other switch
        {
            "refresh token" => options with { Credential = right with { RefreshToken = Opened.Secure("1000.another.token") } },
            "client secret" => options with { Credential = right with { ClientSecret = Opened.Secure("another-secret") } },
            "client id" => options with { Credential = right with { ClientId = "1000.ANOTHER" } },
            _ => Options(otherAccounts),
        });
        using var third = await Opened.Open(options);

        Assert.Equal(2, accounts.Requests.Count + otherAccounts.Requests.Count);
        Assert.Equal(first.TokenExpires, third.TokenExpires);
    }

    [Fact]
    public async Task Client_credentials_are_shared_by_organisation_and_scope()
    {
        using var accounts = Granting();
        var credential = new ClientCredentials("1000.CLIENT", Opened.Secure("secret-of-the-client"), "5843104");
        var options = Options(accounts) with { Credential = credential };

        using var first = await Opened.Open(options);
        using var same = await Opened.Open(options);
        using var otherOrganization = await Opened.Open(options with { Credential = credential with { OrganizationId = "5843105" } });
        using var otherScope = await Opened.Open(options with { Credential = credential with { Scope = "ZohoCRM.org.READ" } });

        Assert.Equal(3, accounts.Requests.Count);
    }

    [Fact]
    public async Task What_a_grant_code_brought_is_shared_with_whoever_has_its_refresh_token()
    {
        using var accounts = LiteralServer.Always(Reply.Json(
            200, """{"access_token":"1000.access.1","refresh_token":"1000.refresh.token","token_type":"Bearer","expires_in":3600}"""));
        using var first = await Opened.Open(Options(accounts) with
        {
            Credential = new GrantCodeCredential("1000.CLIENT", Opened.Secure("secret-of-the-client"), Opened.Secure("1000.grant.code")),
        });
        using var second = await Opened.Open(Options(accounts));

        Assert.Single(accounts.Requests);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_and_the_others_find_the_new_one()
    {
        using var accounts = Granting();
        using var api = new LiteralServer(request => request.Authorization == "Zoho-oauthtoken 1000.access.1"
            ? Reply.Json(401, Sample.InvalidToken)
            : Sample.Success(LockingCall.Lock));
        using var first = await Opened.Open(Options(accounts, api));
        using var second = await Opened.Open(Options(accounts, api));

        await new RecordLockClient(first.Api).MakeAsync(LockingCall.Lock);
        await new RecordLockClient(second.Api).MakeAsync(LockingCall.Lock);
        using var third = await Opened.Open(Options(accounts, api));
        await new RecordLockClient(third.Api).MakeAsync(LockingCall.Lock);

        Assert.Equal(
            ["Zoho-oauthtoken 1000.access.1", "Zoho-oauthtoken 1000.access.2", "Zoho-oauthtoken 1000.access.1", "Zoho-oauthtoken 1000.access.2",
                "Zoho-oauthtoken 1000.access.2"],
            api.Requests.Select(request => request.Authorization));
        Assert.Equal(2, accounts.Requests.Count);
    }

    [Fact]
    public async Task That_a_token_was_taken_is_kept_without_waiting_for_another_process()
    {
        using var accounts = Granting();
        using var http = new HttpClient();
        using var source = Source(accounts, http, TimeProvider.System);
        var token = await source.RenewAsync(await source.GetAsync(CancellationToken.None), CancellationToken.None);
        Assert.Equal(1, Cache(accounts).Read().Token!.RefusedBefore);

        using (new FileStream(_folder.LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            source.Confirm(token, sent: 1);
            Assert.Equal(1, Cache(accounts).Read().Token!.RefusedBefore);
        }

        source.Confirm(token, sent: 2);

        Assert.Equal((token.Value, 0), (Cache(accounts).Read().Token!.Value, Cache(accounts).Read().Token!.RefusedBefore));
    }

    [Fact]
    public async Task That_a_token_was_taken_is_not_kept_in_the_place_of_a_newer_one()
    {
        using var accounts = Granting();
        using var http = new HttpClient();
        using var first = Source(accounts, http, TimeProvider.System);
        using var second = Source(accounts, http, TimeProvider.System);
        var former = await first.RenewAsync(await first.GetAsync(CancellationToken.None), CancellationToken.None);
        var newer = await second.RenewAsync(await second.GetAsync(CancellationToken.None), CancellationToken.None);

        first.Confirm(former, sent: 1);

        Assert.NotEqual(former.Value, newer.Value);
        Assert.Equal((newer.Value, 2), (Cache(accounts).Read().Token!.Value, Cache(accounts).Read().Token!.RefusedBefore));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 10)]
    [InlineData(3, -1)]
    [InlineData(3, 1_000_000)]
    [InlineData(3, -1_000_000)]
    public async Task A_kept_token_that_is_refused_is_replaced_unless_too_many_before_it_were_refused_just_now(int refusedBefore, int minutesAgo)
    {
        using var accounts = Granting();
        using var http = new HttpClient();
        Directory.CreateDirectory(_folder.FullName);
        var now = DateTimeOffset.UtcNow;
        Cache(accounts).Write(new(new("1000.access.kept") { RequestedAt = now.AddMinutes(-minutesAgo), RefusedBefore = refusedBefore }, Throttle: null));
        using var source = Source(accounts, http, TimeProvider.System);
        var kept = await source.GetAsync(CancellationToken.None);
        Assert.Equal("1000.access.kept", kept.Value);

        Assert.Equal("1000.access.1", (await source.RenewAsync(kept, CancellationToken.None)).Value);
    }

    [Theory]
    [InlineData(3539, 1)]
    [InlineData(3540, 2)]
    [InlineData(3600, 2)]
    [InlineData(360000, 2)]
    public async Task A_token_that_is_due_or_over_is_not_taken_from_the_cache(int age, int requests)
    {
        var clock = new FakeTimeProvider();
        using var accounts = Granting();
        using var http = new HttpClient();
        using var first = Source(accounts, http, clock);
        await first.GetAsync(CancellationToken.None);

        clock.Advance(TimeSpan.FromSeconds(age));
        using var second = Source(accounts, http, clock);
        var token = await second.GetAsync(CancellationToken.None);

        Assert.Equal($"1000.access.{requests}", token.Value);
        Assert.Equal(requests, accounts.Requests.Count);
    }

    [Fact]
    public async Task A_renewal_ahead_of_the_end_is_made_by_one_for_all()
    {
        var clock = new FakeTimeProvider();
        using var accounts = Granting();
        using var http = new HttpClient();
        using var first = Source(accounts, http, clock);
        using var second = Source(accounts, http, clock);
        await first.GetAsync(CancellationToken.None);
        await second.GetAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(3550));

        Assert.Equal("1000.access.2", (await first.GetAsync(CancellationToken.None)).Value);
        Assert.Equal("1000.access.2", (await second.GetAsync(CancellationToken.None)).Value);
        Assert.Equal(2, accounts.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"AccessToken\":\"1000.access.fo")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"AccessToken\":7}")]
    [InlineData("{\"AccessToken\":\"\"}")]
    [InlineData("{\"AccessToken\":\"1000.two\\r\\nX-Header: lines\"}")]
    [InlineData("{\"AccessToken\":\"1000.access.foreign\",\"RenewAfter\":\"yesterday\"}")]
    [InlineData("{\"something\":\"else\"}")]
    [InlineData("\u0000\u0001\u0002")]
    public async Task A_file_that_makes_no_sense_is_written_anew(string content)
    {
        using var accounts = Granting();
        (await Opened.Open(Options(accounts))).Dispose();
        await File.WriteAllBytesAsync(_folder.TokenFile, Encoding.UTF8.GetBytes(content));

        using var second = await Opened.Open(Options(accounts));
        using var third = await Opened.Open(Options(accounts));

        Assert.Equal(2, accounts.Requests.Count);
        Assert.Equal((null, null), (second.TokenCacheProblem, third.TokenCacheProblem));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_can_read_the_folder_and_its_files()
    {
        using var accounts = Granting();
        using var connection = await Opened.Open(Options(accounts));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.FullName));
        Assert.Equal(2, _folder.Files.Length);
        foreach (var file in _folder.Files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [UnixTheory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_others_may_write_to_is_not_trusted_and_left_as_it_is(UnixFileMode others)
    {
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others;
        Directory.CreateDirectory(_folder.FullName);
        File.SetUnixFileMode(_folder.FullName, mode);
        using var accounts = Granting();
        using var first = await Opened.Open(Options(accounts));
        using var second = await Opened.Open(Options(accounts));

        Assert.Contains("others may write", first.TokenCacheProblem, StringComparison.Ordinal);
        Assert.Equal(2, accounts.Requests.Count);
        Assert.Empty(_folder.Files);
        Assert.Equal(mode, File.GetUnixFileMode(_folder.FullName));
    }

    [Fact]
    public async Task Tokens_that_nobody_has_renewed_for_a_day_are_removed()
    {
        var clock = new FakeTimeProvider();
        using var http = new HttpClient();
        using var accounts = Granting();
        using var source = Source(accounts, http, clock);
        await source.GetAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromHours(2));
        string[] left = [Path.Combine(_folder.FullName, "old.token"), Path.Combine(_folder.FullName, "new.token")];
        foreach (var file in left)
        {
            File.WriteAllText(file, string.Empty);
            File.SetLastWriteTimeUtc(file, clock.GetUtcNow().UtcDateTime.AddHours(file.Contains("old", StringComparison.Ordinal) ? -25 : -23));
        }

        await source.GetAsync(CancellationToken.None);

        Assert.Equal([false, true], left.Select(File.Exists));
        Assert.Equal(2, _folder.Files.Count(file => file.EndsWith(".token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_file_has_anything_of_the_refresh_token_or_the_client_secret()
    {
        using var accounts = Granting();
        using var connection = await Opened.Open(Options(accounts));

        Assert.NotEmpty(_folder.Files);
        foreach (var file in _folder.Files)
        {
            var text = Path.GetFileName(file) + await File.ReadAllTextAsync(file, Encoding.Latin1);
            Assert.DoesNotContain("1000.refresh.token", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("refresh.token", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("secret-of-the-client", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_told_and_no_hindrance()
    {
        await File.WriteAllTextAsync(_folder.FullName, "not a folder");
        using var accounts = Granting();
        using var api = LiteralServer.Always(Sample.Success(LockingCall.Lock));
        using var first = await Opened.Open(Options(accounts, api));
        using var second = await Opened.Open(Options(accounts, api));

        await new RecordLockClient(second.Api).MakeAsync(LockingCall.Lock);

        Assert.Equal(2, accounts.Requests.Count);
        Assert.NotEmpty(first.TokenCacheProblem!);
        Assert.NotEmpty(second.TokenCacheProblem!);
        Assert.DoesNotContain("1000.", second.TokenCacheProblem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_and_no_hindrance()
    {
        // Not even the superuser makes a folder there.
        var unwritable = OperatingSystem.IsLinux() ? "/proc/zoholock" : Path.Combine(_folder.FullName, "a\0b");
        using var accounts = Granting();
        using var connection = await Opened.Open(Options(accounts) with { TokenCachePath = unwritable });

        Assert.NotEmpty(connection.TokenCacheProblem!);
        Assert.Single(accounts.Requests);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_token_is_told_and_no_hindrance()
    {
        using var accounts = Granting();
        (await Opened.Open(Options(accounts))).Dispose();
        var file = _folder.TokenFile;
        File.Delete(file);
        Directory.CreateDirectory(file);

        using var connection = await Opened.Open(Options(accounts));

        Assert.NotEmpty(connection.TokenCacheProblem!);
        Assert.Equal(2, accounts.Requests.Count);
    }

    [Fact]
    public async Task A_throttle_that_one_was_told_is_known_to_the_others_without_a_request()
    {
        using var accounts = LiteralServer.Always(Reply.Json(400, Throttled));

        var first = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts)));
        var second = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts)));

        Assert.Equal(("token_throttled", "token_throttled"), (first.Error.Code, second.Error.Code));
        Assert.Equal(ZohoErrorKind.LimitsExceeded, second.Error.Kind);
        Assert.Single(accounts.Requests);
    }

    [Fact]
    public async Task A_throttle_that_is_over_is_asked_again_and_forgotten_when_a_token_came()
    {
        var clock = new FakeTimeProvider();
        using var http = new HttpClient();
        using var accounts = LiteralServer.InTurn(
            Reply.Json(400, Throttled), Reply.Json(400, Throttled), Sample.Token("1000.access.1"), Reply.Json(400, Throttled),
            Sample.Token("1000.access.2"));
        await ThrottledAsync(accounts, http, clock);
        clock.Advance(TimeSpan.FromSeconds(10));
        await ThrottledAsync(accounts, http, clock);
        clock.Advance(TimeSpan.FromSeconds(19));
        await ThrottledAsync(accounts, http, clock);
        Assert.Equal(2, accounts.Requests.Count);

        clock.Advance(TimeSpan.FromSeconds(1));
        using var source = Source(accounts, http, clock);
        Assert.Equal("1000.access.1", (await source.GetAsync(CancellationToken.None)).Value);
        Assert.Equal(3, accounts.Requests.Count);
        clock.Advance(TimeSpan.FromHours(2));
        await ThrottledAsync(accounts, http, clock);
        clock.Advance(TimeSpan.FromSeconds(10));
        using var later = Source(accounts, http, clock);
        Assert.Equal("1000.access.2", (await later.GetAsync(CancellationToken.None)).Value);
    }

    [Fact]
    public async Task A_throttle_that_a_clock_which_was_wrong_put_off_for_years_does_not_count()
    {
        var clock = new FakeTimeProvider();
        using var http = new HttpClient();
        using var accounts = LiteralServer.InTurn(Reply.Json(400, Throttled), Sample.Token("1000.access.1"));
        clock.Advance(TimeSpan.FromDays(1000));
        await ThrottledAsync(accounts, http, clock);

        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromDays(1000));
        using var source = Source(accounts, http, clock);

        Assert.Equal("1000.access.1", (await source.GetAsync(CancellationToken.None)).Value);
    }

    [Fact]
    public async Task Revoking_forgets_what_others_could_share()
    {
        using var accounts = new LiteralServer(request => request.Path == "/oauth/v2/token"
            ? Sample.Token($"1000.access.{Interlocked.Increment(ref _granted)}")
            : Reply.Json(200, """{"status":"success"}"""));
        using var first = await Opened.Open(Options(accounts));

        await first.RevokeAsync();
        using var second = await Opened.Open(Options(accounts));

        Assert.Equal(
            ["/oauth/v2/token", "/oauth/v2/token/revoke", "/oauth/v2/token"], accounts.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Twenty_connections_that_are_opened_at_once_make_one_token_request()
    {
        using var accounts = Granting();

        var connections = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Opened.Open(Options(accounts))))).WaitAsync(Hang.Guard);

        Assert.Single(accounts.Requests);
        Assert.All(connections, connection => Assert.Null(connection.TokenCacheProblem));
        Array.ForEach(connections, connection => connection.Dispose());
    }

    [Fact]
    public async Task Another_process_that_holds_the_lock_for_three_minutes_is_waited_for_no_longer()
    {
        var clock = new FakeTimeProvider();
        using var http = new HttpClient();
        using var accounts = Granting();
        using var source = Source(accounts, http, clock);
        await source.GetAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromHours(2));
        using var other = new FileStream(_folder.LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var waiting = source.GetAsync(CancellationToken.None).AsTask();
        clock.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal("1000.access.2", (await waiting.WaitAsync(Hang.Guard)).Value);
        Assert.Equal("another process has held its lock for 3 minutes", source.CacheProblem);
    }

    [Fact]
    public async Task While_another_process_asks_a_connection_waits_for_its_token_and_can_be_cancelled()
    {
        using var accounts = Granting();
        (await Opened.Open(Options(accounts))).Dispose();
        File.Delete(_folder.TokenFile);
        using var cancel = new CancellationTokenSource();
        var other = new FileStream(_folder.LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var cancelled = Connection.OpenAsync(Options(accounts), Opened.Quick, cancel.Token);
        var waiting = Opened.Open(Options(accounts));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Hang.Guard));
        Assert.Single(accounts.Requests);
        Assert.False(waiting.IsCompleted);

        await other.DisposeAsync();
        using var connection = await waiting.WaitAsync(Hang.Guard);
        Assert.Equal(2, accounts.Requests.Count);
        Assert.Null(connection.TokenCacheProblem);
    }

    [Fact]
    public async Task A_lock_that_a_dead_process_left_behind_does_not_block()
    {
        using var accounts = Granting();
        (await Opened.Open(Options(accounts))).Dispose();
        var left = _folder.LockFile;
        Directory.Delete(_folder.FullName, recursive: true);
        Directory.CreateDirectory(_folder.FullName);
        await File.WriteAllTextAsync(left, "4711");

        using var connection = await Opened.Open(Options(accounts)).WaitAsync(Hang.Guard);

        Assert.Null(connection.TokenCacheProblem);
        Assert.Equal(2, accounts.Requests.Count);
    }

    [Fact]
    public async Task A_lock_file_that_may_not_be_opened_is_told_and_not_waited_for()
    {
        using var accounts = Granting();
        (await Opened.Open(Options(accounts))).Dispose();
        var file = _folder.LockFile;
        File.Delete(file);
        Directory.CreateDirectory(file);

        using var connection = await Opened.Open(Options(accounts)).WaitAsync(Hang.Guard);

        Assert.NotEmpty(connection.TokenCacheProblem!);
        Assert.Equal(2, accounts.Requests.Count);
    }

    private ConnectionOptions Options(LiteralServer accounts, LiteralServer? api = null) =>
        Opened.RefreshOptions(accounts.BaseUri, (api ?? accounts).BaseUri) with { TokenCachePath = _folder.FullName };

    private LiteralServer Granting() => new(_ => Sample.Token($"1000.access.{Interlocked.Increment(ref _granted)}"));

    private static RefreshTokenGrant Grant() => new(
        new OAuthClient(new RefreshTokenCredential("client", Opened.Secure("secret"), Opened.Secure("refresh"))), new Secret("refresh", "RefreshToken"));

    private TokenCache Cache(LiteralServer accounts)
    {
        using var grant = Grant();
        return new(_folder.FullName, grant, accounts.BaseUri, TimeProvider.System);
    }

    private RenewingTokenSource Source(LiteralServer accounts, HttpClient http, TimeProvider clock)
    {
        var grant = Grant();
        var endpoint = new TokenEndpoint(http, accounts.BaseUri, new SecretRedactor(), clock);
        return new(grant, endpoint, new TokenCache(_folder.FullName, grant, accounts.BaseUri, clock), clock);
    }

    private async Task ThrottledAsync(LiteralServer accounts, HttpClient http, TimeProvider clock)
    {
        using var source = Source(accounts, http, clock);
        var failure = await Assert.ThrowsAsync<ZohoException>(() => source.GetAsync(CancellationToken.None).AsTask());
        Assert.Equal("token_throttled", failure.Error.Code);
    }
}
