using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>From this long after the start the rate grows linearly to a multiple, and stays there.</summary>
public sealed record RampRule
{
    public TimeSpan At { get; init; }

    public required TimeSpan Over { get; init; }

    [Description("The rate afterwards over the rate before.")]
    public required double Factor { get; init; }
}
