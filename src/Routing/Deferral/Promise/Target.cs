namespace SageServe.Routing;

/// <summary>What is to be done.</summary>
/// <param name="Seconds">Replica seconds.</param>
/// <param name="Variance">Of its logarithm.</param>
internal readonly record struct Target(double Seconds, double Variance);
