using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>What the files say now.</summary>
/// <param name="Set">What takes effect at once.</param>
/// <param name="NeedsRestart">Names of what does not, sorted.</param>
internal sealed record ConfigurationReading(ConfigurationSet Set, ImmutableArray<string> NeedsRestart);
