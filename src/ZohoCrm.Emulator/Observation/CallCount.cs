namespace ZohoCrm.Emulator;

/// <summary>How often one kind of request was answered in one way.</summary>
/// <param name="Method">The HTTP method; empty for a request that could not be read.</param>
/// <param name="Operation">What was asked for.</param>
/// <param name="Status">The status answered with; 0 where no answer was sent.</param>
/// <param name="Count">How often.</param>
public sealed record CallCount(string Method, Operation Operation, int Status, long Count);
