namespace ZohoLock.Reporting.Tests.Browser;

/// <summary>A test that needs Chromium, which .ci/run installs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.Executable is null ? "there is no Chromium on this machine" : null;
}
