namespace ZohoCrm.Emulator.Metadata;

/// <summary>A field that a module has from the start.</summary>
internal sealed record StandardField(string ApiName, string DataType, bool IsReadOnly = false);
