namespace ZohoCrm.Emulator;

/// <summary>A custom button of a module, which a locking configuration may restrict (protocol 2.2).</summary>
/// <param name="Id">The button's id.</param>
/// <param name="Name">Its name.</param>
public sealed record CrmCustomButton(string Id, string Name);
