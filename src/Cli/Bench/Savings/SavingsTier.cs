namespace SageServe.Cli;

/// <summary>What the requests of one tier got.</summary>
/// <param name="Requests">That arrived.</param>
/// <param name="Attainment">Share that met its target, DESIGN 5.11.</param>
internal readonly record struct SavingsTier(double Requests, double Attainment);
