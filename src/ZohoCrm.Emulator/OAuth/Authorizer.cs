using System.Diagnostics.CodeAnalysis;
using System.Text;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.Records;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>Decides who calls the API, and whether the scopes suffice (protocol 1.9, 4.2 and 8).</summary>
internal sealed class Authorizer(EmulatorSettings settings, TokenStore tokens, TimeProvider time)
{
    public ApiError? Identify(HttpRequest request, [NotNullWhen(false)] out AccessToken? token)
    {
        token = null;
        if (TokenOf(request) is not { } value)
        {
            return ApiErrors.AuthenticationFailure;
        }

        token = tokens.Find(value);
        if (token is null)
        {
            return ApiErrors.InvalidToken;
        }

        return token.IsAlive(time.GetUtcNow()) ? null : DeadToken();
    }

    public bool AllowsOrganization(AccessToken token) => Allows(token, ScopeFamily.Organization, ScopeAccess.Read);

    public bool AllowsSettings(AccessToken token, ScopeFamily family, ScopeAccess access) => Allows(token, family, access);

    public bool AllowsRecords(ApiCall call, ScopeAccess access) =>
        Allows(call.Token, ScopeFamily.Modules, access) || Allows(call.Token, StandardModules.ScopeOf(call.ModuleName), access);

    public bool AllowsLocking(ApiCall call, ScopeAccess access) => settings.Contradictions.LockScope switch
    {
        LockScope.LockingInformation => Allows(call.Token, ScopeFamily.LockingInformation, access) && AllowsRecords(call, access),
        LockScope.ModuleAlone => AllowsRecords(call, access),
        LockScope.CustomModules => Allows(call.Token, ScopeFamily.CustomModules, access),
        LockScope.LockingConfigurations => Allows(call.Token, ScopeFamily.LockingConfigurations, access),
        _ => Allows(call.Token, ScopeFamily.SettingsModules, access),
    };

    private ApiError DeadToken() => settings.Contradictions.DeadTokenCode == DeadTokenCode.InvalidToken
        ? ApiErrors.InvalidToken
        : ApiErrors.InvalidOAuthToken;

    private bool Allows(AccessToken token, ScopeFamily family, ScopeAccess access) =>
        (token.Scope ?? settings.ScopeSet).Allows(family, access, settings.Unknowns.ScopesCaseSensitive);

    private string? TokenOf(HttpRequest request)
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
