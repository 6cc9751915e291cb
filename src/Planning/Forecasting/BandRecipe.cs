namespace SageServe.Planning;

/// <summary>One way to make a band from the past.</summary>
/// <param name="OfLastValue">True: around the last value, from its residuals; false: around the mixture of methods, from those of today's mixture.</param>
/// <param name="IsScaled">True: residuals count in units of how far off forecasts were around their time, and the band is as wide as they are off now.</param>
/// <param name="IsByTimeOfDay">True: residuals of the same time of day count more.</param>
internal readonly record struct BandRecipe(bool OfLastValue, bool IsScaled, bool IsByTimeOfDay)
{
    /// <summary>What a mean's band is made by: a mean is calm enough for it.</summary>
    public static readonly BandRecipe Plain = new(OfLastValue: false, IsScaled: false, IsByTimeOfDay: true);
}
