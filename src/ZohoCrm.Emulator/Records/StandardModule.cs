namespace ZohoCrm.Emulator.Records;

/// <summary>A module that every Zoho CRM has.</summary>
/// <param name="Number">What the module's id ends with in every organisation.</param>
/// <param name="NameField">The field that names its records.</param>
/// <param name="LockableFrom">The API version from which its records can be locked (protocol 1.7).</param>
internal sealed record StandardModule(long Number, string NameField, int LockableFrom = 0);
