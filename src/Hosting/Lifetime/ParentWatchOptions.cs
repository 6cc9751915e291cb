namespace SageServe.Hosting;

/// <summary>Whether the process ends with its parent (<c>--exit-with-parent</c>).</summary>
internal sealed record ParentWatchOptions(bool Enabled);
