namespace SageServe.Hosting;

/// <summary>An endpoint that exists on one listener only.</summary>
internal sealed record ListenerMetadata(int Port);
