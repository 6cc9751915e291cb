namespace SageServe.Gateway.Tests;

/// <summary>Suites that share the two gateways, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ClientTests : ICollectionFixture<ClientStack>
{
    public const string Name = "clients";
}
