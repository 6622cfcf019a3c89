using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>The only client that the accounts server knows, and its scopes (protocol 4.3).</summary>
internal sealed class OAuthClient(EmulatorSettings settings)
{
    private volatile ScopeSet _scopes = new(settings.Scopes);

    public string Id { get; } = ZohoSecret.CreateClientId();

    public string Secret { get; } = ZohoSecret.CreateClientSecret();

    /// <summary>The client's scopes now: those of the settings.</summary>
    public ScopeSet Scopes
    {
        get
        {
            var text = settings.Scopes;
            return _scopes.Text == text ? _scopes : _scopes = new(text);
        }
    }

    public bool IsNamedIn(OAuthParameters parameters) => parameters["client_id"] == Id;

    /// <summary>Checks id and secret; returns the error, or null if both are right.</summary>
    public string? Authenticate(OAuthParameters parameters)
    {
        if (!IsNamedIn(parameters))
        {
            return "invalid_client";
        }

        return parameters["client_secret"] == Secret ? null : "invalid_client_secret";
    }

    /// <summary>The requested scopes that the client has; null if it has none of them.</summary>
    public ScopeSet? Grant(OAuthParameters parameters) => Scopes.Grant(parameters["scope"] ?? "", settings.Unknowns.ScopesCaseSensitive);
}
