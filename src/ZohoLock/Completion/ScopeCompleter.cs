namespace ZohoLock.Completion;

/// <summary>Offers the scopes that ZohoLock makes use of.</summary>
public sealed class ScopeCompleter() : WordCompleter(() => OAuthClientCredential.DefaultScope.Split(','));
