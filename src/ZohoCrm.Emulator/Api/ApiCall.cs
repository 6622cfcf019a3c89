using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;

namespace ZohoCrm.Emulator.Api;

/// <summary>An authorised call of the CRM API, with the answer to write.</summary>
internal sealed record ApiCall(HttpRequest Request, HttpResponse Response, Route Route, AccessToken Token)
{
    public CrmUser User => Token.User;

    public string ModuleName => Request.Segments[2];

    public string RecordId => Request.Segments[3];

    /// <summary>The configuration id of the path, or null where the path ends before it.</summary>
    public string? ConfigurationId => Request.Segments.Count > 4 ? Request.Segments[4] : null;

    /// <summary>The lock id of the path, or null where the path ends before it.</summary>
    public string? LockId => Request.Segments.Count > 5 ? Request.Segments[5] : null;
}
