namespace ZohoLock.Authentication.Grants;

/// <summary>The client id and secret of the API console.</summary>
internal sealed class OAuthClient : IDisposable
{
    private readonly Secret _secret;

    /// <summary>Copies the client of <paramref name="credential"/>.</summary>
    /// <exception cref="ZohoException">The id or the secret is missing.</exception>
    public OAuthClient(OAuthClientCredential credential)
    {
        Id = string.IsNullOrWhiteSpace(credential.ClientId)
            ? throw new ZohoException(ZohoError.Input("EmptyClientId", "the ClientId is empty", "Copy it from the API console (Client Secret tab)."))
            : credential.ClientId.Trim();
        _secret = new Secret(credential.ClientSecret, nameof(credential.ClientSecret));
    }

    public string Id { get; }

    /// <summary>Creates the form of a grant, with the client's id and secret.</summary>
    public Dictionary<string, string> CreateForm(string grantType, params (string Name, string? Value)[] fields)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = grantType,
            ["client_id"] = Id,
            ["client_secret"] = _secret.Reveal(),
        };
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                form.Add(name, value);
            }
        }

        return form;
    }

    public void Dispose() => _secret.Dispose();
}
