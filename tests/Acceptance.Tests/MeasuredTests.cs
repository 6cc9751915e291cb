namespace SageServe.Acceptance.Tests;

/// <summary>Tests that drive the machine's processors and tell times or allocations: one at a time, and nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[Trait("runs", "alone")]
public sealed class MeasuredTests
{
    public const string Name = "measured";
}
