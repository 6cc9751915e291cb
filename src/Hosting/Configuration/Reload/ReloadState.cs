using System.Collections.Immutable;

namespace SageServe.Hosting;

/// <summary><c>GET /admin/config</c>: what counts now and what became of the last reload. It has names of values, never the values.</summary>
/// <param name="Version">1 at start, one more with each reload that was taken.</param>
/// <param name="TakenAt">When this version was taken.</param>
/// <param name="Files">What is watched.</param>
/// <param name="NeedsRestart">What the files say otherwise than at start and what takes effect only after a restart.</param>
/// <param name="RunTime">Names and sections of which a change takes effect at once.</param>
/// <param name="Unknown">Names that stand in the files and that nobody knows; they are passed over.</param>
/// <param name="Refused">Null unless the files as they are now cannot be used.</param>
public sealed record ReloadState(
    long Version,
    DateTimeOffset TakenAt,
    ImmutableArray<string> Files,
    ImmutableArray<string> NeedsRestart,
    ImmutableArray<string> RunTime,
    ImmutableArray<string> Unknown,
    RefusedReload? Refused);
