using System.Collections.Immutable;

namespace SageServe.VllmEmulator;

/// <param name="Tokens">Its length.</param>
/// <param name="Blocks">Chained hashes of its full blocks.</param>
/// <param name="Hash">Hash of all of it; seeds the answer.</param>
/// <param name="Echo">Its text when the answer shall repeat it (completions' <c>echo</c>).</param>
internal sealed record PreparedPrompt(int Tokens, ImmutableArray<ulong> Blocks, ulong Hash, string? Echo);
