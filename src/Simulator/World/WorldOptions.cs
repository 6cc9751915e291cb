namespace SageServe.Simulator;

/// <summary>
/// What happens around the product in a run: network, machines, telemetry, clients, faults. The defaults are a kind world.
/// Machines, prices, faults and the planner's telemetry run on the envelope clock; network, clients and scrapes in request time.
/// </summary>
public sealed record WorldOptions
{
    /// <summary>Gateways of each region, 1 to 64; they share each replica's bound, and arrivals are spread among them.</summary>
    public int GatewaysPerRegion { get; init; } = 1;

    public NetworkOptions Network { get; init; } = new();

    public ProvisioningOptions Provisioning { get; init; } = new();

    public SpotOptions Spot { get; init; } = new();

    public TelemetryOptions Telemetry { get; init; } = new();

    public ClientOptions Clients { get; init; } = new();

    public FaultOptions Faults { get; init; } = new();

    public PriceOptions Prices { get; init; } = new();
}
