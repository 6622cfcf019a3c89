namespace ZohoLock.Client.Tests.Simulation;

/// <summary>The simulated token endpoint: tokens that end, ten in ten minutes, fifteen at once (protocol section 4.4).</summary>
internal sealed class SimulatedAccounts(Timeline timeline, Random random, TimeSpan tokenLife)
{
    private const int GrantedInWindow = 10;
    private const int ValidAtOnce = 15;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, List<Token>> _granted = [];
    private int _last;

    public TimeSpan TokenLife => tokenLife;

    /// <summary>Until when no tokens are given, whatever was granted before.</summary>
    public TimeSpan ThrottledUntil { get; set; }

    /// <summary>How many requests were turned away because of too many before.</summary>
    public int Throttled { get; private set; }

    public Reply Grant(string user)
    {
        var granted = _granted.TryGetValue(user, out var known) ? known : _granted[user] = [];
        if (timeline.Now < ThrottledUntil || granted.Count(token => token.At > timeline.Now - Window) >= GrantedInWindow)
        {
            Throttled++;
            return new(
                random.Next(2) == 0 ? 200 : 400,
                """{"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}""");
        }

        var made = new Token($"1000.{user}.{++_last}", timeline.Now);
        granted.Add(made);
        if (granted.Count(token => !token.IsEnded) > ValidAtOnce)
        {
            granted.First(token => !token.IsEnded).IsEnded = true;
        }

        return new(
            200, $$"""{"access_token":"{{made.Value}}","api_domain":"https://www.zohoapis.com","token_type":"Bearer","expires_in":{{tokenLife.TotalSeconds}}}""");
    }

    public bool Accepts(string? header) => _granted.Values.Any(tokens => tokens.Exists(token =>
        !token.IsEnded && header == $"Zoho-oauthtoken {token.Value}" && timeline.Now < token.At + tokenLife));

    /// <summary>Ends all of a user's tokens before their time.</summary>
    public void Revoke(string user) => _granted.GetValueOrDefault(user)?.ForEach(token => token.IsEnded = true);

    private sealed record Token(string Value, TimeSpan At)
    {
        public bool IsEnded { get; set; }
    }
}
