namespace SageServe.Routing;

/// <summary>How the model's interactive streams have fared in the last seconds.</summary>
/// <param name="Samples">First tokens that it is made of.</param>
/// <param name="TtftOverTarget">A high quantile of TTFT over its target; above 1 targets are missed.</param>
public readonly record struct InteractiveSignal(int Samples, double TtftOverTarget);
