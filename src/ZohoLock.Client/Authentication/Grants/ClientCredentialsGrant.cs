namespace ZohoLock.Authentication.Grants;

/// <summary>
/// The client credentials grant (protocol section 4.1). The sources disagree on the path, so the second path is tried if the first doesn't
/// know the grant, and the one that works is kept.
/// </summary>
internal sealed class ClientCredentialsGrant(OAuthClient client, string organizationId, string scope) : ITokenGrant
{
    private const string OtherPath = "/oauth/v2/auth";

    // Errors about the grant itself; any other error may mean that the path doesn't know the grant.
    private static readonly string[] FinalErrors =
    [
        "invalid_client", "invalid_client_secret", "missing_org_info", "access_denied", "invalid_scope",
        TokenErrors.ThrottledCode, TokenErrors.NoTokenCode,
    ];

    private volatile string _path = TokenEndpoint.TokenPath;

    public Secret? RefreshToken => null;

    public IReadOnlyDictionary<string, string> CreateForm() =>
        client.CreateForm("client_credentials", ("scope", scope), ("soid", $"ZohoCRM.{organizationId}"));

    public async Task<TokenResponse> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            return await endpoint.RequestAsync(_path, CreateForm(), cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException refusal) when (_path != OtherPath && IsUnknownGrant(refusal.Error))
        {
            try
            {
                var response = await endpoint.RequestAsync(OtherPath, CreateForm(), cancellationToken).ConfigureAwait(false);
                _path = OtherPath;
                return response;
            }
            catch (ZohoException other) when (IsUnknownGrant(other.Error))
            {
                // The error of the documented path is more helpful than that of the other, which may be a sign-in page.
                throw new ZohoException(refusal.Error, other);
            }
        }
    }

    public void Dispose() => client.Dispose();

    private static bool IsUnknownGrant(ZohoError error) =>
        error.StatusCode is { } and < 500 and not 429 && Array.IndexOf(FinalErrors, error.Code) < 0;
}
