using System.Collections.Immutable;

namespace SageServe.Hosting;

/// <summary><c>POST /admin/config/check</c>: what would become of a configuration file if it stood in the place of the one that is watched.</summary>
/// <param name="Problems">Why it would be refused; empty: it would be taken.</param>
/// <param name="Unknown">Names that nobody knows.</param>
/// <param name="AtOnce">Names of values that would change while the executable runs.</param>
/// <param name="NeedsRestart">Names of values that differ from those at start and would need a restart.</param>
public sealed record ReloadPreview(ImmutableArray<string> Problems, ImmutableArray<string> Unknown, ImmutableArray<string> AtOnce, ImmutableArray<string> NeedsRestart);
