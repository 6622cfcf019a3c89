namespace ZohoCrm.Emulator.Http;

/// <summary>What a request holds on to until its answer leaves.</summary>
internal interface IRequestLease
{
    void Release();
}
