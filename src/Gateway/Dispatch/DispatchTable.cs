using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>The dispatcher of every model of the catalog.</summary>
internal sealed class DispatchTable : IDisposable
{
    private readonly FrozenDictionary<ModelId, ModelDispatcher> _dispatchers;

    public DispatchTable(ServingCatalog catalog, GatewayOptions options, SteadyClock clock, DecisionLog log, ILogger<DispatchTable> logger)
    {
        var home = new RegionId(options.Region);
        var draws = new RandomStream(options.Seed).Child("routing").Child(home.Value);
        _dispatchers = catalog.Models.ToFrozenDictionary(
            m => m.Id,
            m => new ModelDispatcher(
                new ModelFlow(m.Id, home, catalog, options.Routing),
                draws.Child(m.Id.Value),
                clock,
                new FlowRecorder(log, m.Id, home, options.Routing),
                new DecisionCounters(m.Id),
                logger));
    }

    public IEnumerable<ModelDispatcher> All => _dispatchers.Values;

    public ModelDispatcher this[ModelId model] => _dispatchers[model];

    /// <summary>The least that any flow divides by and keeps to.</summary>
    public int ReadKeptGateways() => _dispatchers.Values.Select(d => d.ReadKeptGateways()).DefaultIfEmpty(0).Min();

    /// <summary>What this gateway has at a replica, whichever model it serves.</summary>
    public HeldReplica ReadHeld(InstanceId replica)
    {
        var read = _dispatchers.Values.Select(d => d.ReadHeld(replica)).ToList();
        return new HeldReplica(replica, read.Exists(r => r.Admits), read.Sum(r => r.Held));
    }

    public void FleetChanged(FleetSnapshot fleet)
    {
        foreach (var dispatcher in _dispatchers.Values)
        {
            dispatcher.FleetChanged(fleet);
        }
    }

    /// <summary>Where this gateway has prefill outstanding.</summary>
    public ImmutableArray<InFlightPrompts> ReadPrompts()
    {
        var prompts = ImmutableArray.CreateBuilder<InFlightPrompts>();
        var work = new List<InstanceWork>();
        foreach (var dispatcher in _dispatchers.Values)
        {
            work.Clear();
            dispatcher.ReadWork(work);
            prompts.AddRange(work.Where(w => w.PromptTokens > 0).Select(w => new InFlightPrompts(dispatcher.Model, w.Instance, w.PromptTokens)));
        }

        return prompts.Count <= FlowLimits.MaxSiblingWork ? prompts.ToImmutable() : [.. prompts.OrderByDescending(p => p.Tokens).Take(FlowLimits.MaxSiblingWork)];
    }

    /// <param name="told">By model, what all other gateways of the region together have outstanding; models without any are left out.</param>
    public void SiblingsTold(IReadOnlyDictionary<ModelId, IReadOnlyList<SiblingWork>> told)
    {
        foreach (var dispatcher in _dispatchers.Values)
        {
            dispatcher.SiblingsTold(told.GetValueOrDefault(dispatcher.Model, []));
        }
    }

    /// <summary>New options and, unless null, a new catalog for every flow.</summary>
    public void OptionsChanged(ModelFlowOptions options, ServingCatalog? catalog)
    {
        foreach (var dispatcher in _dispatchers.Values)
        {
            dispatcher.OptionsChanged(options, catalog);
        }
    }

    public void ShutdownBegan()
    {
        foreach (var dispatcher in _dispatchers.Values)
        {
            dispatcher.ShutdownBegan();
        }
    }

    public void Dispose()
    {
        foreach (var dispatcher in _dispatchers.Values)
        {
            dispatcher.Dispose();
        }
    }
}
