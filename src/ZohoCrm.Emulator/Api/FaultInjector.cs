using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Faults;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api;

/// <summary>Changes a response as a fault says.</summary>
internal sealed class FaultInjector(EmulatorSettings settings)
{
    private const string DefaultPage =
        "<!DOCTYPE html><html><head><title>Zoho</title></head><body><h1>Something went wrong</h1></body></html>";

    /// <summary>Changes the response. It is empty if the fault occurs before the change.</summary>
    public void Inject(Fault fault, Operation operation, HttpResponse response)
    {
        switch (fault.Kind)
        {
            case FaultKind.StatusAnswer:
                WriteStatus(fault, response);
                break;
            case FaultKind.ConnectionReset:
                response.Delivery = Delivery.Reset;
                break;
            case FaultKind.NoAnswer:
                response.Delivery = Delivery.None;
                break;
            case FaultKind.SlowBody:
                response.Delivery = Delivery.Slow;
                response.SlowFor = fault.Duration;
                break;
            case FaultKind.TruncatedBody:
                response.Delivery = Delivery.Truncated;
                break;
            case FaultKind.FalseEncoding:
                WriteFalseEncoding(response, fault.StatusCode ?? GetSuccessStatus(fault, operation, response));
                break;
            case FaultKind.HtmlBody:
                WriteHtml(response, fault.StatusCode ?? GetSuccessStatus(fault, operation, response), fault.Body);
                break;
            default:
                WriteEmpty(response, fault.StatusCode ?? GetSuccessStatus(fault, operation, response));
                break;
        }
    }

    private static int GetSuccessStatus(Fault fault, Operation operation, HttpResponse response)
    {
        if (fault.IsBeforeChange)
        {
            return operation == Operation.LockRecord ? 201 : 200;
        }

        return response.MayHaveBody ? response.Status : 200;
    }

    private void WriteStatus(Fault fault, HttpResponse response)
    {
        var status = fault.StatusCode ?? 500;
        response.Begin();
        if (fault.Body is not null)
        {
            response.Status = status;
            response.ContentHeaders = ResponseHeaders.Json;
            response.Body.Append(fault.Body);
            return;
        }

        response.WriteError(status switch
        {
            401 => ApiErrors.InvalidToken,
            404 => ApiErrors.InvalidUrlPattern,
            429 => ApiErrors.TooManyRequests(settings.Contradictions.TooManyRequestsCode, settings.ConcurrencyMessage),
            502 => new(502, "BAD_GATEWAY", "Bad Gateway"),
            503 => new(503, "SERVICE_UNAVAILABLE", "Service Unavailable"),
            504 => new(504, "GATEWAY_TIMEOUT", "Gateway Timeout"),
            _ => ApiErrors.InternalError with { Status = status },
        });
        ResponseHeaders.WriteRetryAfter(response, settings.RetryAfterSeconds);
    }

    private static void WriteHtml(HttpResponse response, int status, string? page)
    {
        response.Begin();
        response.Status = status;
        response.ContentHeaders = ResponseHeaders.Html;
        response.Body.Append(page ?? DefaultPage);
    }

    private static void WriteFalseEncoding(HttpResponse response, int status)
    {
        response.Json.Flush();
        if (response.Body.Length == 0)
        {
            response.Begin();
            response.ContentHeaders = ResponseHeaders.Json;
            response.Body.Append("{}"u8);
        }

        response.Status = status;
        response.Headers.Append("Content-Encoding: gzip\r\n"u8);
    }

    private static void WriteEmpty(HttpResponse response, int status)
    {
        response.Begin();
        response.Status = status;
        response.ContentHeaders = ResponseHeaders.Json;
    }
}
