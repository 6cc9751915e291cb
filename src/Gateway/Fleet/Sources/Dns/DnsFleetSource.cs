using System.Collections.Immutable;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Resolves names again and again, as their records' lives allow. An address that vanishes drains: what it has is finished, nothing new comes.
/// An empty answer, like none at all, changes nothing: whether replicas are gone, their health tells better than a name server.
/// </summary>
internal sealed class DnsFleetSource(DnsFleetOptions options, DnsResolver resolver, SteadyClock clock, ILogger logger) : IFleetSource
{
    private readonly Dictionary<DnsNameOptions, ImmutableArray<FleetReplica>> _answers = [];
    private readonly Dictionary<InstanceId, (FleetReplica Replica, Instant Since)> _vanished = [];
    private volatile ImmutableArrayBox _current = new([]);
    private volatile bool _answered;

    public event Action? Changed;

    public ImmutableArray<FleetReplica> Current => _current.Replicas;

    public string? WaitsFor => _answered ? null : "no name of the fleet was resolved yet";

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var ttl = options.MostTtl;
            foreach (var name in options.Names)
            {
                var lives = await ResolveAsync(name, stop);
                ttl = lives < ttl ? lives : ttl;
            }

            Renew();
            await Task.Delay(ttl > options.LeastTtl ? ttl : options.LeastTtl, clock.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
    }

    /// <returns>How long the answer lives.</returns>
    private async Task<TimeSpan> ResolveAsync(DnsNameOptions name, CancellationToken stop)
    {
        try
        {
            var found = name.Type == "srv" ? await ServicesAsync(name, stop) : await AddressesAsync(name.Name, TypeOf(name.Type), name.Port, stop);
            if (found.Count > 0)
            {
                _answers[name] = [.. found.DistinctBy(f => (f.Host, f.Port)).Select(f => DnsReplicas.Of(name, f))];
                _answered = true;
                return found.Min(f => f.Ttl);
            }

            GatewayLog.NameNotResolved(logger, name.Name, "it has no addresses");
        }
        catch (IOException e)
        {
            GatewayLog.NameNotResolved(logger, name.Name, e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The gateway stops.
        }

        return options.LeastTtl;
    }

    private async Task<List<DnsRecord>> AddressesAsync(string host, DnsRecordType type, int port, CancellationToken stop)
    {
        // Servers follow aliases themselves, so the records may have another name than was asked for.
        var records = await resolver.AskAsync(host, type, stop);
        return [.. records.Where(r => r.Type == type).Select(r => r with { Port = port })];
    }

    private async Task<List<DnsRecord>> ServicesAsync(DnsNameOptions name, CancellationToken stop)
    {
        var records = await resolver.AskAsync(name.Name, DnsRecordType.Srv, stop);
        var found = new List<DnsRecord>();
        foreach (var service in records.Where(r => r.Type == DnsRecordType.Srv))
        {
            var sent = records.Where(r => r.Type != DnsRecordType.Srv && r.Name.Equals(service.Host, StringComparison.OrdinalIgnoreCase)).ToList();
            var addresses = sent.Count > 0 ? sent : [.. (await AddressesAsync(service.Host, DnsRecordType.A, 0, stop))];
            found.AddRange(addresses.Select(a => a with { Port = service.Port, Ttl = a.Ttl < service.Ttl ? a.Ttl : service.Ttl }));
        }

        return found;
    }

    private void Renew()
    {
        var now = clock.Now;
        var live = _answers.Values.SelectMany(a => a).DistinctBy(r => r.Id).ToDictionary(r => r.Id);
        foreach (var replica in Current.Where(r => !live.ContainsKey(r.Id)))
        {
            _vanished.TryAdd(replica.Id, (replica with { Draining = true }, now));
        }

        foreach (var (id, vanished) in _vanished.ToArray())
        {
            if (live.ContainsKey(id) || now - vanished.Since >= options.DrainFor)
            {
                _vanished.Remove(id);
            }
        }

        ImmutableArray<FleetReplica> next = [.. live.Values.Concat(_vanished.Values.Select(v => v.Replica)).OrderBy(r => r.Id)];
        if (!next.SequenceEqual(Current))
        {
            _current = new ImmutableArrayBox(next);
            Changed?.Invoke();
        }
    }

    private static DnsRecordType TypeOf(string type) => type == "aaaa" ? DnsRecordType.Aaaa : DnsRecordType.A;

    private sealed record ImmutableArrayBox(ImmutableArray<FleetReplica> Replicas);
}
