namespace SageServe.Planning;

/// <summary>What a strategy needs to be called with.</summary>
[Flags]
internal enum PolicyNeeds
{
    None = 0,

    /// <summary>It follows a plan; without this no plan ticks are asked for.</summary>
    Plan = 1,

    /// <summary>Its plan is made from the demand that will come.</summary>
    Future = 2,

    /// <summary>It judges its forecast itself and leaves it aside when it loses: nothing else takes its place then.</summary>
    OwnFallback = 4,
}
