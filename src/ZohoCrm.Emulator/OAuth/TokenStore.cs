using System.Collections.Concurrent;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>The grant codes, refresh tokens and access tokens of the client (protocol 4.4).</summary>
internal sealed class TokenStore(EmulatorSettings settings, EmulatorCounters counters, CrmUser clientOwner, TimeProvider time)
{
    private const int RefreshTokensPerUser = 20;

    private readonly object _lock = new();
    private readonly ConcurrentDictionary<string, AccessToken> _accessTokens = new();
    private readonly List<Grant> _grants = [];
    private readonly Dictionary<string, GrantCode> _codes = [];
    private readonly HashSet<CrmUser> _consents = [];
    private readonly RateLimit _exchanges = new();
    private readonly Grant _client = new(clientOwner, scope: null, refreshToken: null);

    /// <summary>Creates a refresh token. A user's 21st deletes the oldest.</summary>
    public Grant CreateGrant(CrmUser user, ScopeSet? scope = null)
    {
        var grant = new Grant(user, scope, ZohoSecret.CreateToken());
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

    public string CreateCode(CrmUser user) => CreateCode(new GrantCode(user, CodeExpiry()));

    /// <summary>Creates the code of a user who accepted in the browser. It gives a refresh token as in protocol 4.2.</summary>
    public string CreateCode(CrmUser user, AuthorizationRequest request)
    {
        bool isFirst;
        lock (_lock)
        {
            isFirst = _consents.Add(user);
        }

        return CreateCode(new GrantCode(user, CodeExpiry())
        {
            RedirectUri = request.RedirectUri,
            Scope = request.Scope,
            Challenge = request.Challenge,
            GivesRefreshToken = request.IsOffline && (isFirst || request.AsksForConsent),
        });
    }

    /// <summary>Issues an access token without checking the rate limit.</summary>
    public AccessToken Issue(Grant grant) => Issue(grant, grant.Scope);

    public TokenOutcome Refresh(string refreshToken, out AccessToken? token)
    {
        token = null;
        lock (_lock)
        {
            return FindGrant(refreshToken) is { } grant ? IssueWithinRate(grant, grant.Scope, out token) : TokenOutcome.InvalidCode;
        }
    }

    public TokenOutcome Exchange(string code, string? redirectUri, string? verifier, out AccessToken? token, out Grant? grant)
    {
        token = null;
        grant = null;
        lock (_lock)
        {
            var entry = _codes.GetValueOrDefault(code);
            if ((entry?.RedirectUri ?? settings.RedirectUri) is { } expected && redirectUri != expected)
            {
                return TokenOutcome.InvalidRedirectUri;
            }

            var now = time.GetUtcNow();
            if (!_exchanges.TryAcquire(settings.GrantsPerTenMinutes, now))
            {
                return TokenOutcome.AccessDenied;
            }

            _codes.Remove(code);
            if (entry is null || now >= entry.Expires || entry.Challenge?.IsMetBy(verifier) == false)
            {
                return TokenOutcome.InvalidCode;
            }

            token = IssueFirst(entry.User, entry.Scope, entry.GivesRefreshToken, out grant);
            return TokenOutcome.Issued;
        }
    }

    /// <summary>Issues the first access token of a new grant, with or without a refresh token.</summary>
    public AccessToken IssueFirst(CrmUser user, ScopeSet? scope, bool givesRefreshToken, out Grant grant)
    {
        grant = givesRefreshToken && settings.GivesRefreshTokens ? CreateGrant(user, scope) : new(user, scope, refreshToken: null);
        grant.Rate.TryAcquire(limit: null, time.GetUtcNow());
        return Issue(grant);
    }

    /// <summary>Issues an access token to the client itself (protocol 4.1).</summary>
    public TokenOutcome IssueToClient(ScopeSet scope, out AccessToken? token)
    {
        lock (_lock)
        {
            return IssueWithinRate(_client, scope, out token);
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

        if (Find(value) is not { } token || !token.IsValid(time.GetUtcNow()))
        {
            return false;
        }

        token.Revoke();
        return true;
    }

    public void RevokeAccessTokens()
    {
        foreach (var token in _accessTokens.Values)
        {
            token.Revoke();
        }
    }

    public AccessToken? Find(string value) => _accessTokens.GetValueOrDefault(value);

    private DateTimeOffset CodeExpiry() => time.GetUtcNow() + settings.GrantCodeLifetime;

    private string CreateCode(GrantCode entry)
    {
        var code = ZohoSecret.CreateToken();
        lock (_lock)
        {
            _codes.Add(code, entry);
        }

        return code;
    }

    private TokenOutcome IssueWithinRate(Grant grant, ScopeSet? scope, out AccessToken? token)
    {
        token = null;
        if (!grant.Rate.TryAcquire(settings.TokensPerTenMinutes, time.GetUtcNow()))
        {
            return TokenOutcome.Throttled;
        }

        token = Issue(grant, scope);
        return TokenOutcome.Issued;
    }

    private AccessToken Issue(Grant grant, ScopeSet? scope)
    {
        var now = time.GetUtcNow();
        var token = new AccessToken(ZohoSecret.CreateToken(), grant.User, scope, now + settings.AccessTokenLifetime);
        _accessTokens[token.Value] = token;
        lock (_lock)
        {
            grant.Add(token, settings.ActiveTokenLimit, now);
        }

        counters.CountTokenIssued();
        return token;
    }

    private Grant? FindGrant(string token) => _grants.Find(grant => grant.RefreshToken == token);

    private void Delete(Grant grant)
    {
        grant.RevokeTokens();
        _grants.Remove(grant);
    }
}

/// <summary>The result of a token request (protocol 4.3).</summary>
internal enum TokenOutcome
{
    Issued,
    InvalidCode,
    InvalidRedirectUri,
    AccessDenied,
    Throttled,
}
