namespace SageServe.Simulator;

/// <summary>No engine holds more than fits, in tokens and in sequences.</summary>
internal sealed class KvCapacityChecker : SimulationChecker
{
    public override void ReplicaRead(SimReplica replica)
    {
        var read = replica.Reading!;
        Invariant.Holds(read.KvUsedTokens <= read.KvCapacityTokens, "KV tokens in use fit the cache");
        Invariant.Holds(read.Running <= replica.Engine.Profile.MaxSequences, "No more sequences run than the engine's limit");
    }
}
