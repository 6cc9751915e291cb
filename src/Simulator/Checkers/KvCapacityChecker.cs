using SageServe.EngineModel;

namespace SageServe.Simulator;

/// <summary>No engine holds more than fits, in tokens and in sequences. O(1) a reading.</summary>
internal sealed class KvCapacityChecker : SimulationChecker
{
    public override void ReplicaRead(SimReplica replica)
    {
        if (replica.Reading is { } read)
        {
            Check(read, replica.Engine.Profile);
        }
    }

    public static void Check(EngineReadout read, ThroughputProfile profile)
    {
        Invariant.Holds(read.KvUsedTokens <= read.KvCapacityTokens, "KV tokens in use fit the cache");
        Invariant.Holds(read.KvCapacityTokens <= profile.KvCapacityTokens, "The cache is not larger than the hardware's");
        Invariant.Holds(read.Running <= profile.MaxSequences, "No more sequences run than the engine's limit");
    }
}
