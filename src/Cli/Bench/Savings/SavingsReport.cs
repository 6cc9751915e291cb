using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>What <c>bench savings</c> found.</summary>
/// <param name="Seeds">Of the test.</param>
/// <param name="Training">Cases of the search.</param>
/// <param name="Found">Settings, frozen before the test.</param>
/// <param name="Cases">The test.</param>
/// <param name="Skipped">What could not be run, and why.</param>
internal sealed record SavingsReport(
    ImmutableArray<ulong> Seeds, ImmutableArray<string> Training, ImmutableArray<SavingsFound> Found, ImmutableArray<SavingsResult> Cases, ImmutableArray<string> Skipped)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public bool GoalsMet => Cases.All(c => c.Missed.IsEmpty);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}
