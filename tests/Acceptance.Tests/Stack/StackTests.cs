namespace SageServe.Acceptance.Tests;

/// <summary>Tests that share one running stack, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StackTests : ICollectionFixture<SharedStack>
{
    public const string Name = "stack";
}
