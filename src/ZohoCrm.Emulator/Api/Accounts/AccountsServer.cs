using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;

namespace ZohoCrm.Emulator.Api.Accounts;

/// <summary>The accounts server: dispatches its calls to the endpoints (protocol 4.1).</summary>
internal sealed class AccountsServer
{
    private readonly TokenEndpoint _tokens;
    private readonly AuthorizeEndpoint _authorize;
    private readonly DeviceEndpoint _devices;

    public AccountsServer(CrmOrganization organization, OAuthClient client, TokenStore tokens, DeviceTable devices, LoopbackAddress address)
    {
        var response = new TokenResponse(organization.Settings, address);
        _tokens = new(organization, client, tokens, response);
        _authorize = new(organization, client, tokens, address);
        _devices = new(organization, client, tokens, devices, response, address);
    }

    public void Answer(Route route, HttpRequest request, HttpResponse response)
    {
        var parameters = new OAuthParameters(request);
        switch (route.Operation)
        {
            case Operation.Token:
                _tokens.Answer(route, parameters, response);
                break;
            case Operation.Revoke:
                _tokens.Revoke(parameters, response);
                break;
            case Operation.Authorize:
                _authorize.Ask(parameters, response);
                break;
            case Operation.Consent:
                _authorize.Decide(parameters, response);
                break;
            case Operation.DeviceCode:
                _devices.Begin(parameters, response);
                break;
            case Operation.DeviceToken:
                _devices.Poll(parameters, response);
                break;
            case Operation.DevicePage:
                DeviceEndpoint.Ask(parameters, response);
                break;
            case Operation.DeviceConsent:
                _devices.Decide(parameters, response);
                break;
            default:
                TokenResponse.WriteError(response, "server error");
                break;
        }
    }
}
