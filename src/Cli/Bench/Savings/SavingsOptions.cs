using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What <c>bench savings</c> runs.</summary>
internal sealed record SavingsOptions
{
    public ImmutableArray<SavingsSeries> Training { get; init; } = SavingsSeries.Training;

    public ImmutableArray<SavingsSeries> Test { get; init; } = SavingsSeries.Test;

    /// <summary>Replicas at peak, in the test.</summary>
    public ImmutableArray<int> Sizes { get; init; } = [5, 20, 60];

    /// <summary>Replicas at peak in the search: of the test's, those that run often in bearable time.</summary>
    public ImmutableArray<int> TrainingSizes { get; init; } = [5, 20];

    public ImmutableArray<TimeSpan> ColdStarts { get; init; } = [TimeSpan.FromSeconds(155), TimeSpan.FromSeconds(600)];

    public ImmutableArray<ulong> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>Candidates of each search; 0 searches nothing and takes the settings that the program comes with.</summary>
    public int Budget { get; init; } = 40;

    /// <summary>Cuts every run; null runs whole days.</summary>
    public int? Hours { get; init; }

    public bool Ablation { get; init; }

    /// <summary>Also the bound that sees no burst.</summary>
    public bool Ordinary { get; init; }

    public int Jobs { get; init; } = 1;

    /// <summary>Each training series once: small fleets first, as they tell soonest whether a candidate is hopeless; cold starts in turn.</summary>
    public ImmutableArray<SavingsCase> TrainingCases =>
        [.. Training.Select((series, i) => new SavingsCase(series, TrainingSizes[i * TrainingSizes.Length / Training.Length], ColdStarts[i % ColdStarts.Length], Hours))];

    public ImmutableArray<SavingsCase> TestCases =>
        [.. from series in Test from size in Sizes from cold in ColdStarts select new SavingsCase(series, size, cold, Hours)];
}
