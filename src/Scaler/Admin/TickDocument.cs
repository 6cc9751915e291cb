using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>The last tick and how it came to its answer.</summary>
internal sealed record TickDocument(Instant At, ImmutableArray<string> Kinds, ImmutableArray<DecisionStep> Steps);
