using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SageServe.Shared;

/// <summary>Facts that hold unless the product itself is wrong. Checked in every build.</summary>
public static class Invariant
{
    public static void Holds(
        [DoesNotReturnIf(false)] bool condition,
        string rule,
        [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        if (!condition)
        {
            Fail(rule, expression);
        }
    }

    [DoesNotReturn]
    private static void Fail(string rule, string? expression) =>
        throw new InvariantException($"{rule} ({expression} is false)");
}
