namespace ZohoLock;

/// <summary>What a user is shown to sign in on another device (protocol section 4.1); the device code itself stays with the connection.</summary>
/// <param name="UserCode">The code to enter there.</param>
/// <param name="VerificationUri">Where to enter it.</param>
/// <param name="Expires">Until when.</param>
public sealed record DeviceCode(string UserCode, Uri VerificationUri, DateTimeOffset Expires);
