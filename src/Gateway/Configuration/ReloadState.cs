using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary><c>GET /admin/config</c>: what counts now and what became of the last reload. It has names of values, never the values.</summary>
/// <param name="Version">1 at start, one more with each reload that was taken.</param>
/// <param name="TakenAt">When this version was taken.</param>
/// <param name="Files">What is watched.</param>
/// <param name="NeedsRestart">What the files say otherwise than at start and what takes effect only after a restart.</param>
/// <param name="Refused">Null unless the files as they are now cannot be used.</param>
internal sealed record ReloadState(
    long Version, DateTimeOffset TakenAt, ImmutableArray<string> Files, ImmutableArray<string> NeedsRestart, RefusedReload? Refused);
