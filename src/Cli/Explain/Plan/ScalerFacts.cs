using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What explaining a plan takes of the scaler's <c>/admin/state</c>.</summary>
internal sealed record ScalerFacts(Instant EnvelopeNow, bool DryRun, bool Frozen, string Strategy, ScalerTick? LastTick, ImmutableArray<ScalerMove> Actions, ImmutableArray<ScalerPool> Pools);
