using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Which parts a Holt-Winters model has.</summary>
/// <param name="IsMultiplicative">Seasons are factors; else they are added.</param>
/// <param name="Season">Steps of the (shorter) season; 0 without one.</param>
/// <param name="Second">Steps of a longer season beside it (Taylor 2003); 0 without one.</param>
/// <param name="HasTrend">The level moves by a slope.</param>
/// <param name="IsDamped">The slope and, beside it, the last error fade: the form used on load. Without it, Winters' own.</param>
internal readonly record struct HoltWintersShape(bool IsMultiplicative, int Season, int Second, bool HasTrend, bool IsDamped)
{
    private const int SeasonMax = 2016;

    public ImmutableArray<int> ToNumbers() => [IsMultiplicative ? 1 : 0, Season, Second, HasTrend ? 1 : 0, IsDamped ? 1 : 0];

    /// <summary>Null when the numbers are no shape.</summary>
    public static HoltWintersShape? From(ImmutableArray<int> numbers) =>
        numbers.Length != 5 || numbers[1] is < 0 or 1 or > SeasonMax || numbers[2] is < 0 or > SeasonMax || numbers[2] != 0 && numbers[2] <= numbers[1]
            ? null
            : new HoltWintersShape(numbers[0] == 1, numbers[1], numbers[2], numbers[3] == 1, numbers[4] == 1);

    /// <summary>Draws numbers of an optimiser to what the parts of this shape allow.</summary>
    public HoltWintersParameters Read(ReadOnlySpan<double> numbers) => new(
        numbers[0], HasTrend ? numbers[1] : 0, Season > 0 ? numbers[2] : 0, Second > 0 ? numbers[3] : 0, IsDamped && HasTrend ? numbers[4] : 1, IsDamped ? numbers[5] : 0);
}
