namespace SageServe.Planning;

/// <param name="Name">The method.</param>
/// <param name="Wape">Weighted absolute percentage error where it answered; null where it never did.</param>
/// <param name="Answered">Share of the origins that it answered at.</param>
public sealed record MethodResult(string Name, double? Wape, double Answered);
