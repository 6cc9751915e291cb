using System.Globalization;

namespace SageServe.Planning;

/// <summary>A constraint that gave way because not all could hold.</summary>
/// <param name="Family">Its kind.</param>
/// <param name="Subject">Which one.</param>
/// <param name="Asked">What it asked for.</param>
/// <param name="By">By how much it gave way, in the same unit.</param>
/// <param name="Unit">Of both.</param>
public sealed record Concession(ConstraintFamily Family, string Subject, double Asked, double By, string Unit)
{
    /// <summary>A sentence for people.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"{Family} of {Subject} ({Asked:0.##} {Unit}) gave way by {By:0.##} {Unit}.");
}
