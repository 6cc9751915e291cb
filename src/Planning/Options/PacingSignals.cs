using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Names of what the long-term strategies compare with their thresholds.</summary>
internal static class PacingSignals
{
    public const string Load = "load";
    public const string Kv = "kv";

    public static readonly ImmutableArray<string> Names = [Load, Kv];
}
