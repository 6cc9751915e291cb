namespace SageServe.Cli;

/// <summary>How large and how long the soak is.</summary>
internal sealed record StreamsOptions
{
    /// <summary>Streams at once.</summary>
    public int Streams { get; init; } = 2000;

    /// <summary>Of one round; streams that run at its end finish.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Identical rounds; memory after the last is compared with that after the first.</summary>
    public int Rounds { get; init; } = 2;

    public int Replicas { get; init; } = 5;

    /// <summary>Between two tokens of a stream.</summary>
    public TimeSpan TokenPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Of each stream.</summary>
    public int Tokens { get; init; } = 40;

    /// <summary>The gateway's limit for a first token: what a hung replica costs its requests.</summary>
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Memory may grow by this share from the first round to the last.</summary>
    public double MayGrow { get; init; } = 0.10;
}
