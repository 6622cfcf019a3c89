using System.IO.Compression;
using System.Text;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>One operation during which something goes wrong, as a row of docs/retries.md names it: what was sent, what was found, what came of it.</summary>
internal sealed class RetrySituation : IDisposable
{
    public const string Lost = "a lost answer";
    public const string LostBefore = "a lost answer, not carried out";
    public const string LostAfter = "a lost answer, carried out";
    public const string LostUntilLater = "a lost answer, carried out after the look";
    public const string LostAndChangedByOthers = "a lost answer, and somebody else comes between";
    public const string LostAndRefused = "a lost answer, and the repeat is refused (403)";
    public const string LostAndUnseen = "a lost answer, carried out, and the look's answer is lost each time";
    public const string LostEachTime = "a lost answer each time";
    public const string Refused = "a refusal (403)";
    public const string TurnedAway = "too many calls (429)";
    public const string TurnedAwayEachTime = "too many calls (429) each time";
    public const string TokenRefused = "the token is refused (401)";
    public const string TokensThrottled = "the token is refused, and another isn't given for a while";
    public const string TokensThrottledForLong = "the token is refused, and another isn't given for long";
    public const string TokenEndpointDown = "the token is refused, and the token endpoint fails once (503)";
    public const string TokenEndpointDownForLong = "the token is refused, and the token endpoint fails each time (503)";
    public const string Unreachable = "no connection for a moment";
    public const string UnreachableForLong = "no connection";

    /// <summary>One of <see cref="LostAnswers"/>, for where it makes no difference which.</summary>
    public const string AnyLostAnswer = "the connection breaks in the middle of the answer";

    private const string NoAnswer = "no answer in time";
    private const string WrappedError = "a success that reports an internal error, to a change";
    private const string InternalError = """{"code":"INTERNAL_ERROR","details":{},"message":"Internal Server Error","status":"error"}""";

    private static readonly byte[] TooLarge = Compress(new byte[(16 * 1_048_576) + 1]);
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(50);

    private static readonly string[] OfEveryOperation =
    [
        LostEachTime, Refused, TurnedAway, TurnedAwayEachTime, TokenRefused, TokensThrottled, TokensThrottledForLong, TokenEndpointDown, TokenEndpointDownForLong,
        Unreachable, UnreachableForLong,
    ];

    private static readonly string[] OfLookedAtOperations = [LostBefore, LostAfter, LostUntilLater, LostAndChangedByOthers, LostAndRefused, LostAndUnseen];

    private readonly FaultyCrm _crm;
    private readonly CacheFolder _tokens = new();
    private readonly RecordingTimeProvider _clock = new() { LongestSkipped = 2 * FaultyCrm.Quick.LongestPause };
    private readonly string _situation;
    private readonly string _lostAnswer;
    private readonly FaultTiming _timing;
    private readonly List<RelayedCall> _calls = [];
    private RelayedCall? _late;
    private volatile bool _hasBegun;
    private ConnectionOptions? _options;

    /// <param name="crm">The organisation.</param>
    /// <param name="operation">The heading of the operation's table.</param>
    /// <param name="situation">What goes wrong.</param>
    /// <param name="lostAnswer">What comes in the place of an answer that is lost, where one is.</param>
    /// <param name="timing">Whether a call is carried out, where the situation doesn't say so.</param>
    public RetrySituation(FaultyCrm crm, string operation, string situation, string lostAnswer, FaultTiming timing = default)
    {
        (_crm, _situation, _lostAnswer, _timing) = (crm, situation, lostAnswer, timing);
        Operation = RetriedOperation.All[operation](crm);
    }

    /// <summary>What can come in the place of an answer.</summary>
    public static IReadOnlyDictionary<string, Func<Reply>> LostAnswers { get; } = new Dictionary<string, Func<Reply>>
    {
        [NoAnswer] = () => Reply.Hanging,
        ["the connection breaks before the answer"] = () => Reply.Closed,
        [AnyLostAnswer] = () => Reply.Truncated(200, "{}"),
        ["408"] = () => Reply.Html(408, "<html/>"),
        ["500"] = () => Reply.Json(500, InternalError),
        ["502"] = () => Reply.Html(502, "<html/>"),
        ["503"] = () => Reply.Html(503, "<html/>"),
        ["504"] = () => Reply.Html(504, "<html/>"),
        [WrappedError] = () => Reply.Json(200, $$"""{"data":[{{InternalError}}],"record_locking_configurations":[{{InternalError}}]}"""),
        ["a success with HTML"] = () => Reply.Html(200, "<html/>"),
        ["a success without a body"] = () => Reply.Json(200, string.Empty),
        ["a body that isn't compressed as it says"] = () => Reply.Json(200, "{}", "Content-Encoding: gzip"),
        ["a body of more than 16 MB"] = () => Reply.Whole(200, TooLarge, "Content-Type: application/json", "Content-Encoding: gzip"),
    };

    public RetriedOperation Operation { get; }

    /// <summary>The HTTP methods of the calls that came, without what a change of a configuration reads before it.</summary>
    public IReadOnlyList<string> Calls { get; private set; } = [];

    /// <summary>What the looks after the first call found, in the words of the table.</summary>
    public string Looks { get; private set; } = string.Empty;

    /// <summary>What the operation brought; null if it failed.</summary>
    public object? Output { get; private set; }

    /// <summary>What it failed with; null if it didn't.</summary>
    public ZohoError? Error { get; private set; }

    /// <summary>What the server had before, or what somebody else made of that.</summary>
    public object? StateBefore { get; private set; }


    private bool IsForLong => _situation is LostAndUnseen or LostEachTime or TurnedAwayEachTime or TokensThrottledForLong or UnreachableForLong;

    private IEnumerable<RelayedCall> CallsFromFirst => _calls.SkipWhile(call => call.Method != Operation.Method);

    /// <summary>Whether that can come in the place of an answer to an operation's call.</summary>
    public static bool CanBeLost(string lostAnswer, string method) => lostAnswer != WrappedError || method != "GET";

    /// <summary>All that can go wrong with an operation.</summary>
    public static IEnumerable<string> All(RetriedOperation operation) =>
    [
        .. OfEveryOperation,
        .. operation.IsRepeatable ? [Lost] : OfLookedAtOperations,
        .. operation is { IsRepeatable: true, Method: "PUT" } ? (string[])[LostAndChangedByOthers] : [],
    ];

    /// <summary>Runs the operation to its end.</summary>
    public async Task RunAsync()
    {
        using var connection = await ConnectAsync();
        StateBefore = Operation.State;
        await EndAsync(connection);
        Calls = _situation == Unreachable ? [.. _crm.Calls.Split(' ').SkipWhile(IsBeforeCall)] : [.. CallsFromFirst.Select(call => call.Method)];
        Looks = await DescribeLooksAsync();
        if (Error is null)
        {
            await Operation.AssertDoneAsync(connection, Output);
        }
    }

    public void Dispose() => _tokens.Dispose();

    private bool IsBeforeCall(string method) => method != Operation.Method;

    private async Task<Connection> ConnectAsync()
    {
        var relay = _situation == Unreachable ? null : _crm.Relay(HandleAsync);
        _options = Opened.Options(_crm.Emulator) with { ApiDomain = relay?.BaseUri, TokenCachePath = _tokens.FullName };
        var connection = await Opened.Open(_options, CreatePolicy());

        // A server that has never answered is given up sooner.
        await new LockConfigurationClient(connection.Api).GetAsync(FaultyCrm.Module);
        _calls.Clear();
        _crm.Emulator.ClearRequests();
        if (_situation == Unreachable)
        {
            _crm.Emulator.Stop();
        }
        else if (_situation == UnreachableForLong)
        {
            relay!.Desert();
        }

        _hasBegun = true;
        return connection;
    }

    private RetryPolicy CreatePolicy()
    {
        var policy = FaultyCrm.Quick with { FirstTokenPause = TimeSpan.FromMilliseconds(1), OutagePatience = TimeSpan.FromDays(1) };
        policy = IsForLong ? policy with { Patience = Brief, RunPatience = Brief, TokenPatience = Brief } : policy;
        return _lostAnswer == NoAnswer ? policy with { Time = _clock } : policy;
    }

    private async Task EndAsync(Connection connection)
    {
        try
        {
            var output = Operation.RunAsync(connection);
            if (_situation == Unreachable)
            {
                await Until.TrueAsync(() => connection.CallsMade >= 4);
                _crm.Emulator.Start(_crm.Emulator.Port);
            }

            Output = await output.WaitAsync(Hang.Guard);
        }
        catch (ZohoException failure)
        {
            Error = failure.Error;
        }
    }

    private async Task HandleAsync(RelayedCall call)
    {
        if (!_hasBegun)
        {
            // The connection isn't used again: one that dies while a call is sent would be a lost answer.
            call.Instead = Reply.Raw("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
            return;
        }

        _calls.Add(call);
        if (call.Method == Operation.Method)
        {
            await HandleOwnAsync(call, CallsFromFirst.Count(earlier => earlier.Method == call.Method));
        }
        else if (_situation == LostAndUnseen && CallsFromFirst.Any())
        {
            Lose(call);
        }
    }

    private async Task HandleOwnAsync(RelayedCall call, int number)
    {
        switch (_situation)
        {
            case Lost when number == 1:
                await LoseAsync(call, _timing);
                break;
            case LostBefore or LostAndRefused when number == 1:
                Lose(call);
                break;
            case LostAfter or LostAndUnseen when number == 1:
                await LoseAsync(call, FaultTiming.AfterChange);
                break;
            case LostUntilLater when number == 1:
                _late = call;
                Lose(call);
                break;
            case LostUntilLater when number == 2:
                await _late!.PassOnAsync();
                break;
            case LostAndChangedByOthers when number == 1:
                Operation.Interfere();
                StateBefore = Operation.State;
                Lose(call);
                break;
            case LostEachTime:
                Lose(call);
                break;
            case LostAndRefused:
            case Refused:
                call.Instead = Reply.Json(403, """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}""");
                break;
            case TurnedAway when number == 1:
            case TurnedAwayEachTime:
                call.Instead = Reply.Json(429, """{"code":"TOO_MANY_REQUESTS","details":{},"message":"Too many requests","status":"error"}""");
                break;
            case TokenRefused or TokensThrottled or TokensThrottledForLong or TokenEndpointDown or TokenEndpointDownForLong when number == 1:
                RefuseToken();
                break;
        }
    }

    private void RefuseToken()
    {
        _crm.Emulator.ExpireAccessTokens();
        switch (_situation)
        {
            case TokensThrottled:
                _tokens.Throttle(_options!, Brief);
                break;
            case TokensThrottledForLong:
                _crm.Emulator.Settings.TokensPerTenMinutes = 1;
                break;
            case TokenEndpointDown:
                _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: 1, status: 503, ZohoCrm.Emulator.Observation.Operation.Token);
                break;
            case TokenEndpointDownForLong:
                _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 503, ZohoCrm.Emulator.Observation.Operation.Token);
                break;
        }
    }

    private async Task LoseAsync(RelayedCall call, FaultTiming timing)
    {
        if (timing == FaultTiming.AfterChange)
        {
            await call.PassOnAsync();
        }

        Lose(call);
    }

    private void Lose(RelayedCall call)
    {
        call.Instead = LostAnswers[_lostAnswer == WrappedError && call.Method == "GET" ? "500" : _lostAnswer]();
        if (_lostAnswer == NoAnswer)
        {
            // The client takes the time of a call before it sends it.
            _clock.Advance(FaultyCrm.Quick.CallTimeout);
        }
    }

    private static byte[] Compress(byte[] body)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    private async Task<string> DescribeLooksAsync()
    {
        List<string> found = [];
        foreach (var look in CallsFromFirst.Where(call => call.Method == "GET" && Operation.Method != "GET"))
        {
            var what = look.Instead is not null ? "no answer" : Operation.Describe(Encoding.UTF8.GetString((await look.PassOnAsync()).Body));
            if (found is [] || found[^1] != what)
            {
                found.Add(what);
            }
        }

        return found is [] ? "–" : string.Join(", then ", found);
    }
}
