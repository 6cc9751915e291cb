using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>The scaler's last tick.</summary>
internal sealed record ScalerTick(Instant At, ImmutableArray<DecisionStep> Steps);
