namespace ZohoCrm.Emulator.Api;

/// <summary>A body that an endpoint refuses, from however deep inside it.</summary>
internal sealed class ApiRefusedException(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}
