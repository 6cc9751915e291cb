using System.Globalization;

namespace SageServe.Cli;

/// <summary>How well a profile does in one region of sizes.</summary>
internal sealed record FitRegion(double From, double To, int Points, double Mape, double Bias)
{
    public string Span => From == To
        ? From.ToString("0", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{From:0} to {To:0}");
}
