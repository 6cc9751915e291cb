namespace SageServe.Planning;

/// <param name="Name">What options and command lines call it.</param>
/// <param name="Description">One line for people.</param>
/// <param name="NeedsFuture">True: a bound that knows the demand to come; a simulation can run it, a live scaler refuses it.</param>
public sealed record StrategyInfo(string Name, string Description, bool NeedsFuture = false);
