namespace ZohoLock.Client.Tests.Servers;

/// <summary>The errors that calls must end with.</summary>
internal static class Failure
{
    public static async Task<ZohoError> OfAsync(Func<Task> call) => (await Assert.ThrowsAsync<ZohoException>(call)).Error;

    /// <summary>The error of an argument that is refused with this code and with advice.</summary>
    public static ZohoError OfArgument(string code, Func<string> require)
    {
        var error = Assert.Throws<ZohoException>(require).Error;
        Assert.Equal((code, ZohoErrorKind.InvalidArgument, false), (error.Code, error.Kind, error.EndsRun));
        Assert.NotEmpty(error.Advice);
        return error;
    }
}
