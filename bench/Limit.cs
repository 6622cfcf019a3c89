using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Bench;

/// <summary>Contestant (a): one HttpClient and N workers that do nothing but POST the lock and read the lock id.</summary>
internal sealed class Limit : IDisposable
{
    private readonly Setting _setting;
    private readonly HttpClient _client;
    private readonly byte[] _body;
    private readonly string[] _ids;
    private int _next = -1;
    private int _done;

    private Limit(Setting setting, string csv)
    {
        _setting = setting;
        _ids = RecordFile.ReadIds(csv);
        _body = Encoding.UTF8.GetBytes($$"""{"data":[{"Locked_Reason__s":{{JsonSerializer.Serialize(setting.Reason)}}}]}""");
        _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = setting.ApiDomain };
        _client.DefaultRequestHeaders.Authorization = new("Zoho-oauthtoken", setting.AccessToken);
    }

    /// <summary>Warms up, says so, waits to be told to go, and prints what the work took.</summary>
    public static async Task<int> RunAsync(string settingPath)
    {
        var setting = Setting.Read(settingPath);
        using (var warmUp = new Limit(setting, setting.WarmUpCsv))
        {
            await warmUp.WorkAsync();
        }

        using var limit = new Limit(setting, setting.Csv);
        Console.Out.WriteLine("""{"ready":true}""");
        if (Console.In.ReadLine() is null)
        {
            return 1;
        }

        var meter = new Meter();
        await limit.WorkAsync();
        Console.Out.WriteLine(meter.Read(limit._done));
        return 0;
    }

    public void Dispose() => _client.Dispose();

    private static bool HasLockId(byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("data"u8)[0].GetProperty("details"u8).GetProperty("id"u8).GetString() is { Length: > 0 };
    }

    private Task WorkAsync() => Task.WhenAll(Enumerable.Range(0, _setting.InFlight).Select(_ => Task.Run(TakeRecordsAsync)));

    private async Task TakeRecordsAsync()
    {
        while (Interlocked.Increment(ref _next) is var index && index < _ids.Length)
        {
            if (await LockAsync(_ids[index]))
            {
                Interlocked.Increment(ref _done);
            }
        }
    }

    private async Task<bool> LockAsync(string id)
    {
        using var content = new ByteArrayContent(_body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _client.PostAsync($"/crm/v7/Deals/{id}/Locking_Information__s", content);
        return response.IsSuccessStatusCode && HasLockId(await response.Content.ReadAsByteArrayAsync());
    }
}
