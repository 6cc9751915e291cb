namespace SageServe.Cli;

/// <summary>What to fuzz, and for how long.</summary>
internal sealed record FuzzOptions
{
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Cases to run at most; the run ends with whichever comes first.</summary>
    public int Cases { get; init; } = int.MaxValue;

    public ulong Seed { get; init; } = 1;

    /// <summary>First case: with <see cref="Cases"/> 1 and a seed, one case again.</summary>
    public int First { get; init; }

    /// <summary>Cases at once.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>A case that takes longer has found a hang. Above every limit of time that the gateway under test has.</summary>
    public TimeSpan HangAfter { get; init; } = TimeSpan.FromSeconds(60);
}
