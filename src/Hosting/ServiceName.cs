namespace SageServe.Hosting;

/// <summary>What the process calls itself in traces and at <c>/version</c>.</summary>
internal sealed record ServiceName(string Value);
