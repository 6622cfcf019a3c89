namespace ZohoCrm.Emulator.OAuth;

/// <summary>A refresh token with the access tokens that it gave.</summary>
internal sealed class RefreshGrant(string token, CrmUser user)
{
    private readonly List<AccessToken> _issued = [];

    public string Token { get; } = token;

    public CrmUser User { get; } = user;

    /// <summary>How many access tokens it gave in the last ten minutes.</summary>
    public RateWindow Rate { get; } = new();

    /// <summary>Takes in a new token; above the limit, the oldest that lives dies (protocol 4.4).</summary>
    public void Add(AccessToken token, int? activeLimit, DateTimeOffset now)
    {
        _issued.RemoveAll(issued => !issued.IsAlive(now));
        _issued.Add(token);
        while (_issued.Count > Math.Max(1, activeLimit ?? int.MaxValue))
        {
            _issued[0].Kill();
            _issued.RemoveAt(0);
        }
    }

    public void KillAll()
    {
        _issued.ForEach(token => token.Kill());
        _issued.Clear();
    }
}
