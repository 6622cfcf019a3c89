using System.Management.Automation;

namespace ZohoLock.Pipeline;

/// <summary>Makes PowerShell's error records from ZohoLock's errors.</summary>
internal static class ErrorRecordFactory
{
    /// <summary>
    /// Creates an error record whose id begins with Zoho's code, whose category is the error's kind and whose details have the advice.
    /// </summary>
    /// <param name="failure">The error.</param>
    /// <param name="target">The input that it is about.</param>
    /// <param name="subject">The input in words, for the beginning of the message; null to leave it out.</param>
    public static ErrorRecord Create(ZohoException failure, object? target, string? subject)
    {
        var error = failure.Error;
        var message = subject is null ? Capitalize(error.Message) : $"{subject}: {error.Message}";
        var exception = new ZohoException(error with { Message = message, Advice = error.GetCmdletAdvice() }, failure.InnerException);
        var record = new ErrorRecord(exception, error.Code, CategoryFrom(error.Kind), target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.Error.Advice },
        };
        record.CategoryInfo.TargetName = DisplayText.Line(record.CategoryInfo.TargetName);
        return record;
    }

    private static string Capitalize(string message) => char.ToUpperInvariant(message[0]) + message[1..];

    private static ErrorCategory CategoryFrom(ZohoErrorKind kind) => kind switch
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
