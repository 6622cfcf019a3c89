namespace ZohoCrm.Emulator.Crm.Organization;

/// <summary>A profile. A locking configuration may exclude it (protocol 2.2).</summary>
/// <param name="Id">The profile's id.</param>
/// <param name="Name">Its name.</param>
public sealed record CrmProfile(string Id, string Name);
