namespace SageServe.Planning;

/// <summary>What patient work adds to a load, prompt tokens per second.</summary>
/// <param name="Share">At every moment.</param>
/// <param name="Due">On average over the planning window, whenever there is room.</param>
internal readonly record struct PatientLoad(double Share, double Due);
