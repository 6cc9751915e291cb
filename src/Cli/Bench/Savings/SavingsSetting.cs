using System.Globalization;

namespace SageServe.Cli;

/// <summary>One option of a strategy that the search may set.</summary>
/// <param name="Path">Below <c>planning</c>.</param>
/// <param name="Usual">As the strategy comes.</param>
/// <param name="Low">Least value.</param>
/// <param name="High">Largest value.</param>
/// <param name="Unit">Suffix of the value (<c>s</c>); empty for a plain number.</param>
/// <param name="Logarithmic">Drawn evenly in its logarithm.</param>
internal sealed record SavingsSetting(string Path, double Usual, double Low, double High, string Unit = "", bool Logarithmic = false)
{
    /// <param name="share">0..1, the place within the bounds.</param>
    public double Value(double share)
    {
        var value = Logarithmic ? Low * Math.Pow(High / Low, share) : Low + (High - Low) * share;
        return Unit == "s" ? Math.Round(value / 15) * 15 : Math.Round(value, Logarithmic ? 1 : 3);
    }

    /// <summary>The place of a value within the bounds.</summary>
    public double Share(string text)
    {
        var value = double.Parse(text.AsSpan(0, text.Length - Unit.Length), CultureInfo.InvariantCulture);
        return Math.Clamp(Logarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low), 0, 1);
    }

    public string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture) + Unit;
}
