namespace ZohoLock.Emulation;

/// <summary>The emulators that run in this process, whichever session started them: each holds a port of the process.</summary>
internal static class RunningEmulators
{
    private static readonly object Sync = new();
    private static readonly List<Emulator> Started = [];

    /// <summary>Those that run, the one started first before the others.</summary>
    public static IReadOnlyList<Emulator> All
    {
        get
        {
            lock (Sync)
            {
                return Started.ToArray();
            }
        }
    }

    /// <summary>Takes in an emulator that was started.</summary>
    public static void Add(Emulator emulator)
    {
        lock (Sync)
        {
            Started.Add(emulator);
        }
    }

    /// <summary>Leaves out an emulator that was stopped.</summary>
    public static void Remove(Emulator emulator)
    {
        lock (Sync)
        {
            Started.Remove(emulator);
        }
    }
}
