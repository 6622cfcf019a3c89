using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Xunit.Abstractions;
using ZohoLock.Authentication;
using ZohoLock.Authentication.Grants;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Retrying;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Mutations;

/// <summary>
/// Whatever a server answers, at any endpoint, is an outcome: a result or a <see cref="ZohoException"/> that says what is wrong, and nothing else. To repeat
/// a run, set the environment variable ZOHOLOCK_ANSWER_SEED to the seed that it printed, or to <c>seed:case</c> for one case alone.
/// </summary>
public sealed class MutatedAnswerTests(ITestOutputHelper log)
{
    private const int InMemory = 19_000;
    private const int OverHttp = 2_200;
    private const int AtOnce = 32;

    private const string SeedVariable = "ZOHOLOCK_ANSWER_SEED";
    private const string RefreshToken = "1000.refresh.token";
    private const string ClientSecret = "secret-of-the-client";

    // Where the first answer alone is mutated, calls are repeated until a good one comes.
    private static readonly RetryPolicy Once = Opened.Quick with { Patience = TimeSpan.FromSeconds(30), LongestWait = TimeSpan.Zero };

    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    // What can be changed at all: a path of a change that is any other was made of an answer's id.
    private static readonly Regex Changes = new(
        @"\A/crm/v7/(Leads/[0-9]+/Locking_Information__s(/[0-9]+)?|settings/record_locking_configurations(/[0-9]+)?\?module=Leads|coql)\z");

    private static readonly string[] Secrets = [Opened.Token, GoodAnswers.AccessToken, "1000.refresh.granted", RefreshToken, ClientSecret];

    [Fact]
    public Task In_memory_every_answer_is_an_outcome() => RunAsync(InMemory, isInMemory: true);

    [Fact]
    public Task Over_http_every_answer_is_an_outcome() => RunAsync(OverHttp, isInMemory: false);

    private async Task RunAsync(int cases, bool isInMemory)
    {
        var given = Environment.GetEnvironmentVariable(SeedVariable)?.Split(':').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var seed = given?[0] ?? Random.Shared.Next(int.MaxValue - cases);
        log.WriteLine($"{SeedVariable}={seed}");

        var outcomes = new ConcurrentDictionary<string, int>();
        var mutated = 0;
        await Parallel.ForEachAsync(given is [_, var one] ? [one] : Enumerable.Range(0, cases), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var mutation = new MutatedCase(seed + number, isInMemory);
            var outcome = await mutation.RunAsync($"{SeedVariable}={seed}:{number}");
            Interlocked.Add(ref mutated, mutation.Answers);
            outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        });

        log.WriteLine($"{mutated} mutated answers");
        log.WriteLine(string.Join(", ", outcomes.OrderByDescending(outcome => outcome.Value).Select(outcome => $"{outcome.Key}: {outcome.Value}")));

        // Mutations that break everything, or nothing, would show little.
        Assert.True(given is [_, _] || outcomes.Count > 20, "There were hardly any different outcomes.");
    }

    private sealed class MutatedCase
    {
        private readonly Random _random;
        private readonly AnswerMutator _mutator;
        private readonly bool _isInMemory;
        private readonly int _mutated;
        private readonly bool _isAlways;
        private readonly object _lock = new();
        private readonly List<string> _exchanges = [];
        private string _token = string.Empty;
        private string? _strayPath;
        private int _requests;

        public MutatedCase(int seed, bool isInMemory)
        {
            _random = new Random(seed);
            _mutator = new AnswerMutator(_random);
            _isInMemory = isInMemory;
            _isAlways = _random.Next(2) == 0;
            _mutated = _random.Next(6) switch { 0 => 2, 1 => 1, _ => 0 };
        }

        /// <summary>How many answers were mutated.</summary>
        public int Answers { get; private set; }

        /// <summary>The outcome in a word.</summary>
        public async Task<string> RunAsync(string name)
        {
            var at = _random.Next(-1, ClientCalls.All.Count);
            var (call, act) = at < 0 ? ("sign in with a device", _ => Task.CompletedTask) : ClientCalls.All[at];
            try
            {
                using var server = _isInMemory ? null : new LiteralServer(request => RawAnswer.ToReply(AnswerTo(request.Method, request.Target)));
                if (at < 0)
                {
                    await SignInWithDeviceAsync(server).WaitAsync(Hang.Guard);
                    return "signed in";
                }

                using var connection = await OpenAsync(server).WaitAsync(Hang.Guard);
                await act(connection).WaitAsync(Hang.Guard);
                return _strayPath is null ? "done" : throw new InvalidOperationException($"a change of {_strayPath}");
            }
            catch (ZohoException failure)
            {
                Assert.True(_strayPath is null, $"a change of {_strayPath}: {name} ({call}): {string.Join(" | ", _exchanges)}");
                AssertSensible(failure, $"{name} ({call}): {string.Join(" | ", _exchanges)}");
                return failure.Error.Code;
            }
            catch (Exception defect)
            {
                throw new InvalidOperationException($"{name} ({call}): {defect.GetType().Name}: {defect.Message}: {string.Join(" | ", _exchanges)}", defect);
            }
        }

        private Task<Connection> OpenAsync(LiteralServer? server)
        {
            var options = Opened.TokenOptions(server?.BaseUri ?? Nowhere);
            var client = ("1000.CLIENT", Opened.Secure(ClientSecret));
            options = _random.Next(8) switch
            {
                0 => options with { Credential = new RefreshTokenCredential(client.Item1, client.Item2, Opened.Secure(RefreshToken)) },
                1 => options with { Credential = new ClientCredentials(client.Item1, client.Item2, "17") },
                2 => options with { Credential = new GrantCodeCredential(client.Item1, client.Item2, Opened.Secure("1000.grant.code")) },
                _ => options,
            };
            _token = options.Credential is AccessTokenCredential ? Opened.Token : GoodAnswers.AccessToken;
            return Connection.OpenAsync(
                options, _isAlways ? Opened.Quick : Once, CancellationToken.None, _isInMemory ? new InMemoryNetwork(AnswerTo) : null);
        }

        private async Task SignInWithDeviceAsync(LiteralServer? server)
        {
            HttpMessageHandler network = _isInMemory
                ? new InMemoryNetwork(AnswerTo)
                : new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false };
            using var http = new HttpClient(new BufferingHandler(BufferingHandler.AccountsLimit) { InnerHandler = network });
            var credential = new DeviceCodeCredential("1000.CLIENT", Opened.Secure(ClientSecret), shown => Assert.NotEmpty(shown.UserCode));
            using var client = new OAuthClient(credential);
            var clock = new RecordingTimeProvider { LongestSkipped = TimeSpan.MaxValue };
            var flow = new DeviceFlow(credential, client, allowOtherDataCenter: false, clock);

            var (answer, _) = await flow.RunAsync(new TokenEndpoint(http, server?.BaseUri ?? Nowhere, new SecretRedactor(), clock), CancellationToken.None);

            Assert.True(Secret.IsToken(answer.AccessToken!));
        }

        private Answer AnswerTo(string method, string path)
        {
            lock (_lock)
            {
                _strayPath ??= method != "GET" && path.StartsWith("/crm/", StringComparison.Ordinal) && !Changes.IsMatch(path) ? $"{method} {path}" : null;
                var answer = GoodAnswers.To(method, path);
                var request = _requests++;
                if (_isAlways ? request >= _mutated : request == _mutated)
                {
                    Answers++;
                    answer = _mutator.Mutate(answer, path.StartsWith("/crm/", StringComparison.Ordinal) ? _token : ClientSecret, _isInMemory);
                }

                _exchanges.Add($"{method} {path}: {answer}");
                return answer;
            }
        }

        private void AssertSensible(ZohoException failure, string name)
        {
            var error = failure.Error;
            var isOfChange = _exchanges[^1].Contains(" /crm/", StringComparison.Ordinal) && !_exchanges[^1].StartsWith("GET ", StringComparison.Ordinal)
                && !_exchanges[^1].StartsWith("POST /crm/v7/coql:", StringComparison.Ordinal);
            Assert.True(
                !isOfChange || (error.Outcome == CallOutcome.Unknown) == error.Message.Contains("the outcome is not known", StringComparison.Ordinal),
                $"message {error.Message}: {name}");
            Assert.True(error.Code.Length is > 0 and <= 100 && !error.Code.Any(char.IsControl), $"code {error.Code}: {name}");
            Assert.True(error.Message.Length is > 0 and <= 2_000 && !error.Message.Any(char.IsControl), $"message {error.Message}: {name}");
            Assert.True(error.Advice.Length is > 0 and <= 3_000, $"advice {error.Advice}: {name}");
            Assert.True(error.Details is null or { Length: <= 4_000 }, $"details {error.Details}: {name}");
            Assert.True(Enum.IsDefined(error.Kind), $"{error.Kind}: {name}");
            Assert.True(error.StatusCode is null or (>= 0 and <= 999), $"{error.StatusCode}: {name}");
            var text = failure.ToString();
            Assert.True(!Secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)), $"a secret in {text}: {name}");
        }
    }
}
