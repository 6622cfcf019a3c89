namespace ZohoLock.Client.Tests.Servers;

/// <summary>What is refused before any call.</summary>
internal static class Refused
{
    /// <summary>Checks that an argument is refused with this code and with advice; returns the error.</summary>
    public static ZohoError Argument(string code, Func<string> require)
    {
        var error = Assert.Throws<ZohoException>(require).Error;
        Assert.Equal((code, ZohoErrorKind.InvalidArgument, false), (error.Code, error.Kind, error.EndsRun));
        Assert.NotEmpty(error.Advice);
        return error;
    }
}
