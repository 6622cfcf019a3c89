using System.Diagnostics.CodeAnalysis;
using System.Text;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Routing;

/// <summary>Checks the access token of a call and its scopes (protocol 1.9, 4.2 and 8).</summary>
internal sealed class Authorizer(EmulatorSettings settings, OAuthClient client, TokenStore tokens, TimeProvider time)
{
    /// <summary>Finds the access token of a request, or the reason why it has no valid one.</summary>
    public bool TryAuthenticate(
        HttpRequest request, [NotNullWhen(true)] out AccessToken? token, [NotNullWhen(false)] out ApiError? error)
    {
        var value = ReadToken(request);
        token = value is null ? null : tokens.Find(value);
        if (value is null)
        {
            error = ApiErrors.AuthenticationFailure;
        }
        else if (token is null)
        {
            error = ApiErrors.InvalidToken;
        }
        else if (!token.IsValid(time.GetUtcNow()))
        {
            error = settings.Contradictions.DeadTokenCode == DeadTokenCode.InvalidToken
                ? ApiErrors.InvalidToken
                : ApiErrors.InvalidOAuthToken;
        }
        else
        {
            error = null;
            return true;
        }

        return false;
    }

    public bool Allows(ApiCall call, ScopeFamily family, ScopeAccess access) =>
        (call.Token.Scope ?? client.Scopes).Allows(family, access, settings.Unknowns.ScopesCaseSensitive);

    public bool AllowsRecords(ApiCall call, ScopeAccess access) => AllowsRecords(call, call.ModuleName, access);

    public bool AllowsRecords(ApiCall call, string module, ScopeAccess access) =>
        Allows(call, ScopeFamily.Modules, access) || Allows(call, ScopeFamily.ForModule(module), access);

    public bool AllowsLocking(ApiCall call, ScopeAccess access) => settings.Contradictions.LockScope switch
    {
        LockScope.LockingInformation => Allows(call, ScopeFamily.LockingInformation, access) && AllowsRecords(call, access),
        LockScope.ModuleAlone => AllowsRecords(call, access),
        LockScope.CustomModules => Allows(call, ScopeFamily.CustomModules, access),
        LockScope.LockingConfigurations => Allows(call, ScopeFamily.LockingConfigurations, access),
        _ => Allows(call, ScopeFamily.SettingsModules, access),
    };

    private string? ReadToken(HttpRequest request)
    {
        if (request.Authorization is not { } range)
        {
            return null;
        }

        var header = request.Bytes(range);
        var space = header.IndexOf((byte)' ');
        if (space < 0 || !IsScheme(header[..space]))
        {
            return null;
        }

        var token = header[(space + 1)..].TrimStart((byte)' ');
        return token.IsEmpty ? null : Encoding.ASCII.GetString(token);
    }

    private bool IsScheme(ReadOnlySpan<byte> scheme) =>
        Ascii.EqualsIgnoreCase(scheme, "Zoho-oauthtoken"u8)
        || (settings.Unknowns.BearerAccepted && Ascii.EqualsIgnoreCase(scheme, "Bearer"u8));
}
