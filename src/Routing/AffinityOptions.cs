namespace SageServe.Routing;

/// <summary>How much a replica's warm prefix cache, a session's usual replica and a resident adapter weigh against load.</summary>
public sealed record AffinityOptions
{
    /// <summary>
    /// Load guard: affinity never brings a replica above this many times the mean load, of what is outstanding and of what was sent within
    /// <see cref="LoadWindow"/>.
    /// </summary>
    [Within(1)]
    public double MaxOverMean { get; init; } = 1.5;

    /// <summary>Load guard: so many replica seconds above the mean are always allowed, so that few requests can stay together.</summary>
    [Within(0)]
    public double SlackSeconds { get; init; } = 1;

    /// <summary>Work sent within this time counts as load, done or not.</summary>
    public TimeSpan LoadWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What a second of prefill that is cached outweighs of outstanding work, in seconds. Two: it is saved once for the request and once
    /// for those behind it.
    /// </summary>
    [Within(0)]
    public double PrefixWeight { get; init; } = 2;

    /// <summary>
    /// With several gateways, which don't tell each other what they sent: the share of a prompt's prefill that counts as cached on the one
    /// replica that the hash of its head points to, the same from every gateway. 0: off.
    /// </summary>
    [Within(0, 1)]
    public double HeadWeight { get; init; } = 0.5;

    /// <summary>Prompt tokens of that head; shorter prompts have none.</summary>
    [Within(1)]
    public int HeadTokens { get; init; } = 1024;

    /// <summary>Tokens of one block of the prefix index; a multiple of the blocks that requests tell. The gateway hashes blocks of about this size.</summary>
    [Within(1)]
    public int PrefixBlockTokens { get; init; } = 64;

    /// <summary>Blocks that the index keeps for one replica at most; fewer where its KV cache holds fewer.</summary>
    [Within(1)]
    public int MaxPrefixBlocks { get; init; } = 16_384;

    /// <summary>Cost of a request whose adapter the replica has to load into a free slot, in seconds.</summary>
    [Within(0)]
    public double AdapterLoadSeconds { get; init; } = 0.5;

    /// <summary>The same where another adapter has to go first.</summary>
    [Within(0)]
    public double AdapterSwapSeconds { get; init; } = 2;

    /// <summary>Adapters that a replica keeps where its metrics don't say.</summary>
    [Within(1)]
    public int AdapterSlots { get; init; } = 4;
}
