namespace ZohoLock.Completion;

/// <summary>Completes the scopes that ZohoLock uses.</summary>
public sealed class ScopeCompleter() : WordCompleter(() => OAuthClientCredential.DefaultScope.Split(','));
