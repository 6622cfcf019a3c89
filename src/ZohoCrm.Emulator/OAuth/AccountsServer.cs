using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>The accounts server: takes each of its calls to the endpoint it is meant for (protocol 4.1).</summary>
internal sealed class AccountsServer
{
    private readonly TokenEndpoint _tokens;
    private readonly AuthorizeEndpoint _authorize;
    private readonly DeviceEndpoint _devices;

    public AccountsServer(CrmEmulator emulator, TokenStore tokens, DeviceTable devices)
    {
        var client = new OAuthClient(emulator);
        var answer = new TokenAnswer(emulator);
        _tokens = new(emulator, tokens, client, answer);
        _authorize = new(emulator, tokens, client);
        _devices = new(emulator, tokens, devices, client, answer);
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
                TokenAnswer.Fail(response, "server error");
                break;
        }
    }
}
