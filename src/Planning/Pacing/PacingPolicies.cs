using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The strategies by the name that the options use.</summary>
internal static class PacingPolicies
{
    public static readonly ImmutableArray<string> Names = [ForecastAwarePacing.PolicyName, ReactivePacing.PolicyName, ReactivePacing.PressurePolicyName];

    public static IPacingPolicy Create(PlanningOptions options) => options.Strategy switch
    {
        ForecastAwarePacing.PolicyName => new ForecastAwarePacing(options),
        ReactivePacing.PolicyName => new ReactivePacing(options, onPressure: false),
        ReactivePacing.PressurePolicyName => new ReactivePacing(options, onPressure: true),
        _ => throw new ArgumentException($"Strategy '{options.Strategy}' is unknown.", nameof(options)),
    };
}
