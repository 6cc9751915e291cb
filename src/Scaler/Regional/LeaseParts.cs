using System.Globalization;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>The elections that a scaler takes part in, made from its options.</summary>
internal sealed class LeaseParts : IDisposable
{
    private readonly RegionalOptions _options;
    private readonly PeerClient? _peers;
    private readonly TimeProvider _time;
    private readonly KubernetesClient _client;
    private readonly ClusterLeases _own;
    private readonly string _namespace;
    private readonly string _identity;

    /// <exception cref="ConfigurationProblemsException">The cluster can't be had here.</exception>
    public LeaseParts(RegionalOptions options, PeerClient? peers, TimeProvider time)
    {
        (_options, _peers, _time) = (options, peers, time);
        try
        {
            var access = options.Leases.KubeConfig is { } file ? KubeConfigAccess.Load(file) : KubernetesAccess.Find();
            _namespace = options.Leases.Namespace ?? access.Namespace;
            _client = new KubernetesClient(access, time);
        }
        catch (KubernetesException e)
        {
            throw new ConfigurationProblemsException([$"Scaler:Regional:Leases: {e.Message}"]);
        }

        _own = new ClusterLeases(_client);
        _identity = options.Leases.Identity ?? $"{Environment.MachineName}-{Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture)}";
    }

    /// <summary>Where peers ask for this cluster's planning lease.</summary>
    public LeaseDesk Desk => new(_own, _namespace, _options.Leases.PlanningName);

    /// <summary>Where the last plan is kept.</summary>
    public PlanMap Plans => new(_client, _namespace, _options.Leases.PlanName);

    public LeaseLeadership Leadership(PlanPublisher publisher, ILogger<LeaseLeadership> logger)
    {
        // One scaler for all regions plans when it paces.
        IReadOnlyList<string> order = _options.Region is null ? [] : _options.OrderOrDefault;
        var planning = order.Count == 0 ? null : new PlanningElection([.. order.Select(r => (new RegionId(r), Election(StoreOf(r), _options.Leases.PlanningName)))]);
        var leadership = new LeaseLeadership(Election(_own, _options.Leases.PacingName), planning, _options.Leases, _time, logger);

        // The one scaler for all regions plans from the moment that it paces.
        leadership.Began += () =>
        {
            if (_options.Region is null)
            {
                publisher.Lead();
            }
        };
        return leadership;
    }

    public void Dispose() => _client.Dispose();

    private ILeaseStore StoreOf(string region) => region == _options.Region ? _own : new PeerLeases(_peers!, new RegionId(region));

    private LeaderElection Election(ILeaseStore leases, string name) => new(
        leases,
        new LeaderElectionOptions(_namespace, name, _identity) { Duration = _options.Leases.Duration, Retry = _options.Leases.Retry },
        _time);
}
