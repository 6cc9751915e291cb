namespace SageServe.Gateway;

/// <summary>One queue of patient work: a model in one shard. The shard is the region; nothing spans two lanes.</summary>
public readonly record struct DeferredLane(ModelId Model, RegionId Shard)
{
    public override string ToString() => $"{Model}:{Shard}";
}
