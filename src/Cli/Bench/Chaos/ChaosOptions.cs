namespace SageServe.Cli;

/// <summary>How much work the chaos run has, and what happens to it.</summary>
internal sealed record ChaosOptions
{
    /// <summary>The one that a test runs: everything happens, to less work and for less long.</summary>
    public static readonly ChaosOptions Short = new()
    {
        Lines = 600,
        Batches = 12,
        Tenants = 3,
        Gateways = 2,
        KillEvery = TimeSpan.FromSeconds(3),
        Pause = TimeSpan.FromSeconds(3),
        DumpAge = TimeSpan.FromSeconds(2),
        Lease = TimeSpan.FromSeconds(2),
        ExpiresIn = TimeSpan.FromSeconds(12),
        PoisonShare = 0.02,
        Limit = TimeSpan.FromMinutes(6),
    };

    public int Lines { get; init; } = 20_000;

    public int Batches { get; init; } = 40;

    public int Tenants { get; init; } = 8;

    public int Gateways { get; init; } = 3;

    public ulong Seed { get; init; } = 1;

    /// <summary><c>redis</c>, or <c>sqlite</c> with one gateway.</summary>
    public string Store { get; init; } = "redis";

    /// <summary>Share of calls that the replicas fail.</summary>
    public double FailRate { get; init; } = 0.05;

    /// <summary>Share of lines that every replica fails at.</summary>
    public double PoisonShare { get; init; } = 0.01;

    /// <summary>Share of lines that the engines refuse.</summary>
    public double RefusedShare { get; init; } = 0.03;

    /// <summary>What is left of the window of the batch that expires, when it comes.</summary>
    public TimeSpan ExpiresIn { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Mean time between two kills of gateways.</summary>
    public TimeSpan KillEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long Redis hangs.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How old the dump is that Redis is restored from.</summary>
    public TimeSpan DumpAge { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a dead gateway's lines stay its own.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The run fails when it has not ended by then.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary><c>folder</c>, or <c>bucket</c> of an S3-compatible server.</summary>
    public string Files { get; init; } = "folder";

    public bool OnRedis => Store == "redis";

    public bool InBucket => Files == "bucket";
}
