namespace ZohoCrm.Emulator;

/// <summary>A profile, which a locking configuration may exclude (protocol 2.2).</summary>
/// <param name="Id">The profile's id.</param>
/// <param name="Name">Its name.</param>
public sealed record CrmProfile(string Id, string Name);
