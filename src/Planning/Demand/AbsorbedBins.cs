namespace SageServe.Planning;

/// <param name="Told">Bins in the input.</param>
/// <param name="Fresh">Those that told something new.</param>
/// <param name="Refused">Those with impossible rates, or shorter than the planner's bin.</param>
internal readonly record struct AbsorbedBins(int Told, int Fresh, int Refused);
