namespace ZohoCrm.Emulator.Locking;

/// <summary>The fields of a lock row that a request asks for (protocol 1.1).</summary>
[Flags]
internal enum LockFields
{
    None = 0,
    LockedBy = 1,
    LockedFor = 2,
    Reason = 4,
    ConfigurationId = 8,
    RuleId = 16,
    Source = 32,
    LockedTime = 64,
    FeatureType = 128,
    All = 255,
}
