namespace SageServe.EngineModel;

/// <summary>What the maker's data sheet says of one GPU.</summary>
/// <param name="MemoryBytesPerSecond">Memory bandwidth.</param>
/// <param name="Flops">Dense 16-bit floating-point operations per second.</param>
/// <param name="MemoryBytes">Memory.</param>
public sealed record GpuRates(double MemoryBytesPerSecond, double Flops, double MemoryBytes);
