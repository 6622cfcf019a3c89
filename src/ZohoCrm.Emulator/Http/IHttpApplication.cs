namespace ZohoCrm.Emulator.Http;

/// <summary>Answers the requests of the server.</summary>
internal interface IHttpApplication
{
    /// <summary>Writes the response. The returned lease is released just before the last bytes of the response are sent.</summary>
    ValueTask<IRequestLease?> AnswerAsync(HttpRequest request, HttpResponse response, CancellationToken stopping);

    /// <summary>Writes the response to a bad request.</summary>
    void Reject(BadHttpRequestException exception, HttpRequest request, HttpResponse response);

    /// <summary>Reports an unexpected exception.</summary>
    void ReportFailure(Exception exception);
}

/// <summary>Something that a request holds until its response is sent.</summary>
internal interface IRequestLease
{
    void Release();
}
