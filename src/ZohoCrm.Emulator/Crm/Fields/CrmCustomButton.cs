namespace ZohoCrm.Emulator.Crm.Fields;

/// <summary>A custom button of a module. A locking configuration may restrict it (protocol 2.2).</summary>
/// <param name="Id">The button's id.</param>
/// <param name="Name">Its name.</param>
public sealed record CrmCustomButton(string Id, string Name);
