using System.Globalization;

namespace SageServe.Cli;

/// <summary>One option of a strategy that the search may set.</summary>
/// <param name="Path">Below <c>planning</c>.</param>
/// <param name="Low">Least value.</param>
/// <param name="High">Largest value.</param>
/// <param name="Unit">Suffix of the value (<c>s</c>); empty for a plain number.</param>
/// <param name="Logarithmic">Drawn evenly in its logarithm.</param>
internal sealed record SavingsSetting(string Path, double Low, double High, string Unit = "", bool Logarithmic = false)
{
    /// <param name="share">0..1, the place within the bounds.</param>
    public double Value(double share)
    {
        var value = Logarithmic ? Low * Math.Pow(High / Low, share) : Low + (High - Low) * share;
        return Unit == "s" ? Math.Round(value / 15) * 15 : Math.Round(value, Logarithmic ? 1 : 3);
    }

    public string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture) + Unit;
}
