using System.Globalization;
using System.Management.Automation;
using ZohoLock.Diagnostics;

namespace ZohoLock.Pipeline;

/// <summary>Writes what happens during a cmdlet's calls: each call with -Debug, everything else with -Verbose.</summary>
internal sealed class CmdletTrace : ITraceListener
{
    private readonly TraceLevels _levels;
    private volatile ZohoCmdlet? _cmdlet;

    private CmdletTrace(ZohoCmdlet cmdlet, TraceLevels levels)
    {
        (_cmdlet, _levels) = (cmdlet, levels);
        Command = new CommandTrace(this);
    }

    /// <summary>The cmdlet, for the scopes that it runs in.</summary>
    public CommandTrace Command { get; }

    /// <inheritdoc/>
    public TraceLevels Levels => _cmdlet is null ? TraceLevels.None : _levels;

    /// <summary>Creates the trace that a cmdlet's parameters or the preference variables ask for; null if they ask for none.</summary>
    public static CmdletTrace? Create(ZohoCmdlet cmdlet)
    {
        var levels = (IsWanted(cmdlet, "Verbose") ? TraceLevels.Steps : TraceLevels.None) | (IsWanted(cmdlet, "Debug") ? TraceLevels.Calls : TraceLevels.None);
        return levels == TraceLevels.None ? null : new(cmdlet, levels);
    }

    /// <inheritdoc/>
    public void Write(TraceEvent traced)
    {
        // It is written when the pipeline thread has time for it, so the line says when it happened.
        var line = string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss.fff} {traced.Text}");
        _cmdlet?.Queue.Enqueue(() => WriteNow(traced.Kind, line));
    }

    /// <summary>Writes nothing more, and keeps nothing of the cmdlet: calls that go on, and connections, may hold the trace.</summary>
    public void Close() => _cmdlet = null;

    private void WriteNow(TraceKind kind, string line)
    {
        if (_cmdlet is not { Stopped.IsCancellationRequested: false } cmdlet)
        {
            return;
        }

        try
        {
            if (kind == TraceKind.Call)
            {
                cmdlet.WriteDebug(line);
            }
            else
            {
                cmdlet.WriteVerbose(line);
            }
        }
        catch (PipelineStoppedException)
        {
            // The pipeline is being stopped: what waits here ends as soon as the cmdlet is told.
            Close();
        }
    }

    private static bool IsWanted(ZohoCmdlet cmdlet, string stream) => cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.TryConvertTo<ActionPreference>(cmdlet.GetVariableValue($"{stream}Preference"), out var preference)
            && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
