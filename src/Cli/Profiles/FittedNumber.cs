namespace SageServe.Cli;

/// <param name="Name">What it is, with its unit.</param>
/// <param name="Value">In seconds.</param>
/// <param name="RelativeError">Standard error as a share of the value; null where the number was not fitted but taken.</param>
internal sealed record FittedNumber(string Name, double Value, double? RelativeError);
