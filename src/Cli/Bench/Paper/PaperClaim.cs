namespace SageServe.Cli;

/// <summary>A relation that the reference reports; the means over seeds must keep it.</summary>
/// <param name="Text">For people.</param>
/// <param name="Holds">Given a look-up of means by case and measure.</param>
internal sealed record PaperClaim(string Text, Func<Func<string, string, double>, bool> Holds);
