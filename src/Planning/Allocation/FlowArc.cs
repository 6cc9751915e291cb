namespace SageServe.Planning;

/// <summary>A way from an origin to pools.</summary>
/// <param name="Sink">Index of the sink.</param>
/// <param name="IsLocal">True when it stays in its region.</param>
/// <param name="Usd">Price of a prompt token per second over the interval.</param>
internal readonly record struct FlowArc(int Sink, bool IsLocal, double Usd);
