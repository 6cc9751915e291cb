using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>One look at a running stack. Figures of clients are of the time since the last look.</summary>
internal sealed record RunStatus
{
    public required TimeSpan Elapsed { get; init; }

    public required TimeSpan? Total { get; init; }

    public required Instant EnvelopeNow { get; init; }

    public required int Sent { get; init; }

    public required int InFlight { get; init; }

    public required int Failed { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required double? TtftP50 { get; init; }

    public required double? TtftP95 { get; init; }

    public required ImmutableArray<DeploymentStatus> Deployments { get; init; }

    /// <summary>Sentence about the last plan, and when the next is due.</summary>
    public required string PlanLine { get; init; }

    /// <summary>The scaler's last moves.</summary>
    public required ImmutableArray<string> LastActions { get; init; }
}
