using System.Diagnostics;
using System.Globalization;
using System.Text;
using ZohoLock.Diagnostics;

namespace ZohoLock.Transport;

/// <summary>Tells of each call, and measures it, if somebody wants to know; otherwise it only passes calls on.</summary>
internal sealed class TracingHandler(ConnectionTrace trace) : DelegatingHandler
{
    // The values of other parameters are left out: they are long, or come from a server or a user.
    private static readonly string[] ShownParameters = ["module", "page", "per_page", "converted"];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        ConnectionTrace.IsTellingCalls || Telemetry.IsMeasuringCalls ? TraceAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> TraceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            var end = status.ToString(CultureInfo.InvariantCulture);
            Tell(request, begun, status, errorType: status >= 400 ? end : null, end);
            return response;
        }
        catch (HttpRequestException failure)
        {
            var error = TransportErrors.Describe(request.RequestUri!, failure);
            Tell(request, begun, status: null, error.Code, error.Message);
            throw;
        }
        catch (OperationCanceledException)
        {
            Tell(request, begun, status: null, "canceled", "no answer until it was given up");
            throw;
        }
    }

    private void Tell(HttpRequestMessage request, long begun, int? status, string? errorType, string end)
    {
        var duration = Stopwatch.GetElapsedTime(begun);
        var uri = request.RequestUri!;
        if (Telemetry.IsMeasuringCalls)
        {
            Telemetry.RecordCall(duration, request.Method.Method, uri.Host, status, errorType);
        }

        if (ConnectionTrace.IsTellingCalls)
        {
            var call = $"{request.Method} {uri.AbsolutePath}{DescribeQuery(uri.Query)}";
            trace.Call(string.Create(CultureInfo.InvariantCulture, $"{call}: {end} in {duration.TotalMilliseconds:0} ms"));
        }
    }

    private static string DescribeQuery(string query)
    {
        var shown = new StringBuilder(query.Length);
        foreach (var parameter in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = parameter.Split('=')[0];
            shown.Append(shown.Length == 0 ? '?' : '&').Append(Array.IndexOf(ShownParameters, name) >= 0 ? parameter : $"{name}=…");
        }

        return shown.ToString();
    }
}
