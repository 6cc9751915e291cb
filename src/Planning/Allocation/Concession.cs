using System.Globalization;

namespace SageServe.Planning;

/// <summary>A constraint that gave way because not all could hold.</summary>
/// <param name="Family">Its kind.</param>
/// <param name="Subject">Which one.</param>
/// <param name="Asked">What it asked for.</param>
/// <param name="By">By how much it gave way, in the same unit.</param>
/// <param name="Unit">Of both.</param>
/// <param name="UsdPerUnit">Price of one unit of slack in the elastic program: dear beside any replica, and dearer the later a family is to give way.</param>
public sealed record Concession(ConstraintFamily Family, string Subject, double Asked, double By, string Unit, double UsdPerUnit)
{
    /// <summary>What giving way was charged with. It ranks concessions; nobody pays it.</summary>
    public double Usd => By * UsdPerUnit;

    /// <summary>A sentence for people.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"{Family} of {Subject} ({Asked:0.##} {Unit}) gave way by {By:0.##} {Unit}; slack priced at {UsdPerUnit:0.####} USD a unit, {Usd:0.##} in all.");
}
