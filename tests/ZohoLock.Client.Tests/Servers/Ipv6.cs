using System.Net.Sockets;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>A test for machines that have the address ::1.</summary>
internal sealed class Ipv6FactAttribute : FactAttribute
{
    public Ipv6FactAttribute() => Skip = Ipv6.MissingReason;
}

/// <inheritdoc cref="Ipv6FactAttribute"/>
internal sealed class Ipv6TheoryAttribute : TheoryAttribute
{
    public Ipv6TheoryAttribute() => Skip = Ipv6.MissingReason;
}

internal static class Ipv6
{
    public static string? MissingReason => Socket.OSSupportsIPv6 ? null : "this machine has no IPv6";
}
