using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;

namespace ZohoCrm.Emulator.Api.Routing;

/// <summary>An authorised call of the CRM API, with the response to write.</summary>
internal sealed record ApiCall(HttpRequest Request, HttpResponse Response, Route Route, AccessToken Token)
{
    public CrmUser User => Token.User;

    public string ModuleName => Request.Segments[2];

    public string RecordId => Request.Segments[3];

    /// <summary>The configuration id in the path, or null if the path has none.</summary>
    public string? ConfigurationId => Request.Segments.Count > 4 ? Request.Segments[4] : null;

    /// <summary>The id of a custom view in the path.</summary>
    public string ViewId => Request.Segments[4];

    /// <summary>The lock id in the path, or null if the path has none.</summary>
    public string? LockId => Request.Segments.Count > 5 ? Request.Segments[5] : null;
}
