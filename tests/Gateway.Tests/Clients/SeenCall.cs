namespace SageServe.Gateway.Tests;

/// <summary>What one try of an official client was answered.</summary>
internal sealed record SeenCall(int Status, string? ShouldRetry);
