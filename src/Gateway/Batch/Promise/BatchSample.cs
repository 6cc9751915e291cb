namespace SageServe.Gateway;

/// <summary>What the first lines of an input file say of all of them.</summary>
/// <param name="Model">Served model of its first line.</param>
/// <param name="Lines">How many lines there may be, by their mean length.</param>
/// <param name="LineSeconds">Replica seconds of one, on the mean.</param>
/// <param name="PromptTokens">Of one, on the mean.</param>
/// <param name="OutputTokens">Of one, on the mean, as expected.</param>
internal sealed record BatchSample(ModelId Model, double Lines, double LineSeconds, double PromptTokens, double OutputTokens);
