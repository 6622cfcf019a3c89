using System.Security;

namespace ZohoLock;

/// <summary>A credential that uses a client registered in the API console.</summary>
/// <param name="ClientId">The client id of the API console.</param>
/// <param name="ClientSecret">The client secret of the API console.</param>
public abstract record OAuthClientCredential(string ClientId, SecureString ClientSecret) : Credential
{
    /// <summary>The scopes that ZohoLock uses, comma-separated (protocol section 4.5).</summary>
    public const string DefaultScope =
        "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL,ZohoCRM.settings.record_locking_configurations.ALL,"
        + "ZohoCRM.coql.READ,ZohoCRM.settings.modules.READ,ZohoCRM.settings.custom_views.READ,ZohoCRM.settings.fields.READ,"
        + "ZohoCRM.settings.profiles.READ,ZohoCRM.settings.custom_buttons.READ,ZohoCRM.org.READ";
}
