namespace ZohoLock;

/// <summary>
/// What to show to a user who signs in on another device (protocol section 4.1). The secret device code isn't part of it.
/// </summary>
/// <param name="UserCode">The code to enter.</param>
/// <param name="VerificationUri">The page to enter it on.</param>
/// <param name="Expires">When the code expires.</param>
public sealed record DeviceCode(string UserCode, Uri VerificationUri, DateTimeOffset Expires);
