using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Faults;

/// <summary>Spoils an answer as a fault says.</summary>
internal sealed class FaultAnswer(EmulatorSettings settings)
{
    private const string UsualPage =
        "<!DOCTYPE html><html><head><title>Zoho</title></head><body><h1>Something went wrong</h1></body></html>";

    /// <summary>Strikes the answer, which holds what was done, or nothing yet where the fault comes before the change.</summary>
    public void Strike(Fault fault, Operation operation, HttpResponse response)
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
                response.Delivery = Delivery.Silence;
                break;
            case FaultKind.SlowBody:
                response.Delivery = Delivery.Slow;
                response.SlowFor = fault.Duration;
                break;
            case FaultKind.TruncatedBody:
                response.Delivery = Delivery.Truncated;
                break;
            case FaultKind.FalseEncoding:
                WriteFalseEncoding(response, fault.StatusCode ?? Success(fault, operation, response));
                break;
            case FaultKind.HtmlBody:
                WriteHtml(response, fault.StatusCode ?? Success(fault, operation, response), fault.Body);
                break;
            default:
                WriteEmpty(response, fault.StatusCode ?? Success(fault, operation, response));
                break;
        }
    }

    private static int Success(Fault fault, Operation operation, HttpResponse response)
    {
        if (fault.StrikesBeforeChange)
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
            response.ContentHeaders = AnswerHeaders.Json;
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
        AnswerHeaders.WriteRetryAfter(response, settings.RetryAfterSeconds);
    }

    private static void WriteHtml(HttpResponse response, int status, string? page)
    {
        response.Begin();
        response.Status = status;
        response.ContentHeaders = AnswerHeaders.Html;
        response.Body.Append(page ?? UsualPage);
    }

    private static void WriteFalseEncoding(HttpResponse response, int status)
    {
        response.Json.Flush();
        if (response.Body.Length == 0)
        {
            response.Begin();
            response.ContentHeaders = AnswerHeaders.Json;
            response.Body.Append("{}"u8);
        }

        response.Status = status;
        response.Headers.Append("Content-Encoding: gzip\r\n"u8);
    }

    private static void WriteEmpty(HttpResponse response, int status)
    {
        response.Begin();
        response.Status = status;
        response.ContentHeaders = AnswerHeaders.Json;
    }
}
