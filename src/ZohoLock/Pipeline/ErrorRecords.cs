using System.Management.Automation;

namespace ZohoLock.Pipeline;

/// <summary>Makes PowerShell's error records of ZohoLock's errors.</summary>
internal static class ErrorRecords
{
    /// <summary>
    /// An error record whose id begins with Zoho's code, whose category fits, whose target is the input and whose details carry the advice.
    /// </summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="target">The input it went wrong with.</param>
    /// <param name="subject">The input in words, which the message then begins with.</param>
    public static ErrorRecord ToErrorRecord(this ZohoException failure, object? target = null, string? subject = null)
    {
        var error = failure.Error;
        var message = subject is null ? Sentence(error.Message) : $"{subject}: {error.Message}";
        var exception = new ZohoException(error with { Message = message, Advice = error.GetCmdletAdvice() }, failure.InnerException);
        var record = new ErrorRecord(exception, error.Code, Category(error.Kind), target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.Error.Advice },
        };
        record.CategoryInfo.TargetName = DisplayText.Line(record.CategoryInfo.TargetName);
        return record;
    }

    private static string Sentence(string message) => char.ToUpperInvariant(message[0]) + message[1..];

    private static ErrorCategory Category(ZohoErrorKind kind) => kind switch
    {
        ZohoErrorKind.ResourceExists => ErrorCategory.ResourceExists,
        ZohoErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        ZohoErrorKind.ObjectNotFound => ErrorCategory.ObjectNotFound,
        ZohoErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        ZohoErrorKind.LimitsExceeded => ErrorCategory.LimitsExceeded,
        ZohoErrorKind.AuthenticationError => ErrorCategory.AuthenticationError,
        ZohoErrorKind.ConnectionError => ErrorCategory.ConnectionError,
        _ => ErrorCategory.NotSpecified,
    };
}
