namespace SageServe.Gateway;

/// <summary>The configuration that counts now. A request reads it once where two values must fit together.</summary>
internal sealed class LiveConfiguration(GatewayOptions options, ServingCatalog catalog)
{
    private volatile ConfigurationSet _current = new(options, catalog, 1);

    public ConfigurationSet Current => _current;

    public void Swap(ConfigurationSet next) => _current = next;
}
