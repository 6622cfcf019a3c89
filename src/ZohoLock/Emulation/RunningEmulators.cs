namespace ZohoLock.Emulation;

/// <summary>The emulators that run in this process, whichever session started them: each listens on a port of the process.</summary>
internal static class RunningEmulators
{
    private static readonly List<Emulator> Started = [];

    /// <summary>Those that run, in the order in which they were started.</summary>
    public static IReadOnlyList<Emulator> All
    {
        get
        {
            lock (Started)
            {
                Started.RemoveAll(emulator => !emulator.IsRunning);
                return Started.ToArray();
            }
        }
    }

    /// <summary>Adds an emulator that was started.</summary>
    public static void Add(Emulator emulator)
    {
        lock (Started)
        {
            Started.Add(emulator);
        }
    }
}
