using ZohoLock.Authentication;

namespace ZohoLock.Http;

/// <summary>A request to the API host, which knows the token that it was sent with.</summary>
internal sealed class ApiRequest(HttpMethod method, string path) : HttpRequestMessage(method, path)
{
    /// <summary>The token; null before it was sent.</summary>
    public AccessToken? Token { get; set; }
}
