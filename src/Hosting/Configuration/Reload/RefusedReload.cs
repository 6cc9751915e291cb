using System.Collections.Immutable;

namespace SageServe.Hosting;

/// <summary>Why the files were not taken; what counted before counts on.</summary>
/// <param name="At">When they were read.</param>
/// <param name="Problems">All of them, with the path of the value.</param>
public sealed record RefusedReload(DateTimeOffset At, ImmutableArray<string> Problems);
