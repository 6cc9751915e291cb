using System.Collections.Immutable;

namespace SageServe.VllmEmulator;

/// <summary>All that a replica needs to know; goes to a child process as JSON.</summary>
/// <param name="Id">Unique in the region.</param>
/// <param name="Model">What it serves.</param>
/// <param name="Profile">How fast.</param>
/// <param name="ServedNames">Names accepted in <c>model</c>, the model's own first.</param>
/// <param name="Seed">Of answers and fault draws. Answers do not depend on the replica, so a retry elsewhere gives the same text.</param>
/// <param name="TimeScale">Engine seconds per second of request time.</param>
internal sealed record ReplicaSpec(
    InstanceId Id, ModelSpec Model, ThroughputProfile Profile, ImmutableArray<string> ServedNames, ulong Seed, double TimeScale)
{
    /// <summary>LoRA adapters of the model, by their names; they stand in <see cref="ServedNames"/> too.</summary>
    public ImmutableArray<string> Adapters { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Loopback address on which it listens.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Its port; 0: any that is free.</summary>
    public int Port { get; init; }

    /// <summary>It begins asleep, as the other engines of a unit do.</summary>
    public bool StartsAsleep { get; init; }

    /// <summary>Real seconds that falling asleep takes.</summary>
    public double SleepSeconds { get; init; }

    /// <summary>Real seconds that waking takes.</summary>
    public double WakeSeconds { get; init; }

    /// <summary>vLLM refuses to start with a context longer than its KV cache; the shorter of the two holds here.</summary>
    public int ContextTokens => (int)Math.Min(Model.MaxContextTokens, Profile.KvCapacityTokens / Profile.BlockTokens * Profile.BlockTokens);
}
