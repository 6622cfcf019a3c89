using System.Text.Json.Serialization;

namespace ZohoLock.Diagnostics;

/// <summary>Something that happened during the calls of a command.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">What happened, in one line that has no secret and no control characters.</param>
public readonly record struct TraceEvent(TraceKind Kind, string Text);

/// <summary>What a <see cref="TraceEvent"/> is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TraceKind>))]
public enum TraceKind
{
    /// <summary>A call: method, path, status, milliseconds and attempt.</summary>
    Call,

    /// <summary>A call that failed, or was turned away, is made again.</summary>
    Retry,

    /// <summary>A look at what is there, to decide whether a change was carried out.</summary>
    Look,

    /// <summary>The number of calls at once has changed.</summary>
    Limit,

    /// <summary>A pause for all calls of the connection begins or ends.</summary>
    Pause,

    /// <summary>An access token is requested, waited for or taken from the cache.</summary>
    Token,

    /// <summary>The way that records are read.</summary>
    Listing,

    /// <summary>What was read of the organisation: its edition, modules, fields and views.</summary>
    Metadata,
}

/// <summary>What a listener is told.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<TraceLevels>))]
public enum TraceLevels
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Everything but calls.</summary>
    Steps = 1,

    /// <summary>Each call.</summary>
    Calls = 2,
}
