using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SageServe.Shared;

/// <summary>Checks of arguments that come from outside a room.</summary>
public static class Guard
{
    public static string NotBlank([NotNull] string? value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("Must not be blank.", name) : value;

    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be a finite number.");

    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        Finite(value, name) >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, "Must not be negative.");

    public static long NotNegative(long value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, "Must not be negative.");
}
