namespace ZohoCrm.Emulator.Http;

/// <summary>What answers the requests that the server reads.</summary>
internal interface IHttpApplication
{
    /// <summary>Writes the answer; what is returned is released just before the answer's last bytes leave.</summary>
    ValueTask<IRequestLease?> AnswerAsync(HttpRequest request, HttpResponse response, CancellationToken stopping);

    /// <summary>Writes the answer to a request that could not be read.</summary>
    void Refuse(HttpRefusedException refusal, HttpRequest request, HttpResponse response);

    /// <summary>Is told of an exception that should not have been.</summary>
    void Failed(Exception exception);
}
