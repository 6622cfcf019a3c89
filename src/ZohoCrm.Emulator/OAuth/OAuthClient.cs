namespace ZohoCrm.Emulator.OAuth;

/// <summary>The one client that the accounts server knows, and what it may ask for (protocol 4.3).</summary>
internal sealed class OAuthClient(CrmEmulator emulator)
{
    public bool IsNamedIn(OAuthParameters parameters) => parameters["client_id"] == emulator.ClientId;

    /// <summary>The error for a client that does not prove who it is; null for one that does.</summary>
    public string? Refuse(OAuthParameters parameters)
    {
        if (!IsNamedIn(parameters))
        {
            return "invalid_client";
        }

        return parameters["client_secret"] == emulator.ClientSecret ? null : "invalid_client_secret";
    }

    /// <summary>What the client has of the scopes asked for; null where it has none of them.</summary>
    public ScopeSet? Grant(OAuthParameters parameters)
    {
        var settings = emulator.Settings;
        return settings.ScopeSet.Grant(parameters["scope"] ?? "", settings.Unknowns.ScopesCaseSensitive);
    }
}
