using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace ZohoCrm.Emulator.Tests.Setup;

/// <summary>An emulator with the data of the protocol samples, and an HTTP client for it.</summary>
internal sealed class Emulation : IDisposable
{
    public const string RecordId = "5843104000000425566";
    public const string Locks = "/crm/v7/Leads/5843104000000425566/Locking_Information__s";
    public const string AllFields =
        "Locked_For__s,Locked_Reason__s,Lock_Source__s,Locked_Time__s,Locked_By__s,Record_Locking_Rule_Id__s," +
        "Record_Locking_Configuration_Id__s,Owner,Parent_Id";

    public const string ReasonBody = """{"data":[{"Locked_Reason__s":"deal in progress"}]}""";

    private readonly HttpClient _http;

    public Emulation()
    {
        Time = new(new(2023, 9, 5, 8, 54, 49, TimeSpan.FromHours(-4)));
        Emulator = new(time: Time);
        Emulator.Settings.UtcOffset = TimeSpan.FromHours(-4);
        Leads = Emulator.AddModule("Leads");
        Leads.AddRecord(RecordId, "Theola Frey (Sample)");
        Emulator.Start();
        Token = Emulator.CreateAccessToken();
        _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Emulator.BaseUri };
    }

    public FakeTimeProvider Time { get; }

    public CrmEmulator Emulator { get; }

    public EmulatorSettings Settings => Emulator.Settings;

    public CrmModule Leads { get; }

    public string Token { get; set; }

    public static string LockPath(string lockId) => $"{Locks}/{lockId}";

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path);

    public Task<Answer> LockAsync(string body = ReasonBody) => SendAsync("POST", Locks, body);

    public Task<Answer> ListAsync() => GetAsync($"{Locks}?fields={AllFields}");

    /// <summary>Sends a COQL query.</summary>
    public Task<Answer> QueryAsync(string query) =>
        SendAsync("POST", "/crm/v7/coql", JsonSerializer.Serialize(new Dictionary<string, string> { ["select_query"] = query }));

    public async Task<Answer> SendAsync(string method, string path, string? body = null, string? authorization = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        authorization ??= $"Zoho-oauthtoken {Token}";
        if (authorization.Length > 0)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await SendAsync(request);
    }

    public Task<Answer> TokenAsync(params (string Name, string Value)[] changes)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = Emulator.ClientId,
            ["client_secret"] = Emulator.ClientSecret,
            ["refresh_token"] = Emulator.RefreshToken,
        };
        foreach (var (name, value) in changes)
        {
            form[name] = value;
        }

        return FormAsync("/oauth/v2/token", form);
    }

    public Task<Answer> ExchangeAsync(string code) =>
        TokenAsync(("grant_type", "authorization_code"), ("code", code), ("refresh_token", ""));

    public async Task<Answer> FormAsync(string path, Dictionary<string, string> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    /// <summary>Advances the emulator's clock until a task is completed; returns by how much.</summary>
    public async Task<TimeSpan> AdvanceUntilAsync(Task done)
    {
        var begun = Time.GetUtcNow();
        await Hang.UntilAsync(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            return Task.FromResult(done.IsCompleted);
        });
        return Time.GetUtcNow() - begun;
    }

    /// <summary>Stops the emulator. Its unexpected exceptions fail the test.</summary>
    public void Dispose()
    {
        _http.Dispose();
        Emulator.Dispose();
        Assert.Empty(Emulator.Failures);
    }
}
