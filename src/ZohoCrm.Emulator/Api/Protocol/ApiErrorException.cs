namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>Refuses a request from within nested readers.</summary>
internal sealed class ApiErrorException(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}
