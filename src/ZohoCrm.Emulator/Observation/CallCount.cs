namespace ZohoCrm.Emulator.Observation;

/// <summary>The number of requests with the same method, operation and status.</summary>
/// <param name="Method">The HTTP method; empty for a request that could not be parsed.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Status">The status of the response; 0 if none was sent.</param>
/// <param name="Count">The number.</param>
public sealed record CallCount(string Method, Operation Operation, int Status, long Count);
