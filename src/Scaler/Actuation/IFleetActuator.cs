using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Sees the fleet pool by pool and carries out what was decided.</summary>
internal interface IFleetActuator
{
    /// <summary>Every pool as it is, empty ones of the catalog too, sorted; a region that can't be read is left out, and null stands for all of them.</summary>
    Task<ImmutableArray<PoolCount>?> ObserveAsync(CancellationToken stop);

    /// <summary>Co-resident groups as of the last observation, empty without any; what woke is told once. Times of wakes are real.</summary>
    ImmutableArray<GroupFacts> Groups();

    /// <summary>Begins the actions in their order; one receipt each. What fails is told in the receipt, and never thrown.</summary>
    Task<ImmutableArray<ActionReceipt>> ApplyAsync(ImmutableArray<ScaleAction> actions, CancellationToken stop);

    /// <summary>What the action would do now, without doing it.</summary>
    string Foresee(ScaleAction action);
}
