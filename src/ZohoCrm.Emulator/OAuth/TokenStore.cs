using System.Collections.Concurrent;
using System.Text;
using ZohoCrm.Emulator.Api;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>The grant codes, refresh tokens and access tokens of the one client (protocol 4.4).</summary>
internal sealed class TokenStore(EmulatorSettings settings, EmulatorCounters counters, TimeProvider time)
{
    private const int RefreshTokensPerUser = 20;

    private readonly object _lock = new();
    private readonly ConcurrentDictionary<string, AccessToken> _accessTokens = new();
    private readonly List<RefreshGrant> _grants = [];
    private readonly Dictionary<string, (CrmUser User, DateTimeOffset Expires)> _codes = [];
    private readonly RateWindow _exchanges = new();

    /// <summary>Makes a refresh token; a user's 21st deletes the oldest.</summary>
    public RefreshGrant CreateGrant(CrmUser user)
    {
        var grant = new RefreshGrant(ZohoSecret.Token(), user);
        lock (_lock)
        {
            _grants.Add(grant);
            var own = _grants.FindAll(other => other.User == user);
            if (own.Count > RefreshTokensPerUser)
            {
                Delete(own[0]);
            }
        }

        return grant;
    }

    public string CreateCode(CrmUser user)
    {
        var code = ZohoSecret.Token();
        lock (_lock)
        {
            _codes.Add(code, (user, time.GetUtcNow() + settings.GrantCodeLifetime));
        }

        return code;
    }

    /// <summary>Issues an access token without asking the throttle.</summary>
    public AccessToken Issue(RefreshGrant grant)
    {
        var now = time.GetUtcNow();
        var expires = now + settings.AccessTokenLifetime;
        var reset = Encoding.ASCII.GetBytes($"X-ACCESSTOKEN-RESET: {CrmTime.Write(expires, settings.UtcOffset)}\r\n");
        var token = new AccessToken(ZohoSecret.Token(), grant.User, expires, reset);
        _accessTokens[token.Value] = token;
        lock (_lock)
        {
            grant.Add(token, settings.ActiveTokenLimit, now);
        }

        counters.TokenIssued();
        return token;
    }

    public TokenOutcome Refresh(string refreshToken, out AccessToken? token)
    {
        token = null;
        lock (_lock)
        {
            if (FindGrant(refreshToken) is not { } grant)
            {
                return TokenOutcome.InvalidCode;
            }

            if (!grant.Rate.TryCount(settings.TokensPerTenMinutes, time.GetUtcNow()))
            {
                return TokenOutcome.Throttled;
            }

            token = Issue(grant);
            return TokenOutcome.Issued;
        }
    }

    public TokenOutcome Exchange(string code, out AccessToken? token, out RefreshGrant? grant)
    {
        token = null;
        grant = null;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_exchanges.TryCount(settings.GrantsPerTenMinutes, now))
            {
                return TokenOutcome.AccessDenied;
            }

            if (!_codes.Remove(code, out var entry) || now >= entry.Expires)
            {
                return TokenOutcome.InvalidCode;
            }

            grant = CreateGrant(entry.User);
            grant.Rate.TryCount(limit: null, now);
            token = Issue(grant);
            return TokenOutcome.Issued;
        }
    }

    /// <summary>Revokes a refresh token with its access tokens, or a single access token.</summary>
    public bool Revoke(string value)
    {
        lock (_lock)
        {
            if (FindGrant(value) is { } grant)
            {
                Delete(grant);
                return true;
            }
        }

        if (Find(value) is not { } token || !token.IsAlive(time.GetUtcNow()))
        {
            return false;
        }

        token.Kill();
        return true;
    }

    public void KillAccessTokens()
    {
        foreach (var token in _accessTokens.Values)
        {
            token.Kill();
        }
    }

    public AccessToken? Find(string value) => _accessTokens.GetValueOrDefault(value);

    private RefreshGrant? FindGrant(string token) => _grants.Find(grant => grant.Token == token);

    private void Delete(RefreshGrant grant)
    {
        grant.KillAll();
        _grants.Remove(grant);
    }
}
