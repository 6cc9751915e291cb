using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>The gateways of a region tell each other, in turns, what prefill they have at its replicas. Nobody does where there is one.</summary>
internal sealed class SiblingTalk(SimulationRun run)
{
    private readonly Dictionary<InstanceId, long> _sums = [];
    private readonly List<InstanceWork> _work = [];

    public void Begin(SimRegion region)
    {
        if (region.Gateways.Count > 1 && run.Scenario.SiblingInterval > TimeSpan.Zero)
        {
            run.Kernel.Push(run.Scenario.Start + run.Scenario.SiblingInterval, new SimEvent(SimEventKind.SiblingsTell, region));
        }
    }

    /// <summary>O(gateways x models x replicas).</summary>
    public void Tell(SimRegion region)
    {
        foreach (var model in run.Scenario.Catalog.Models)
        {
            Tell(region, model.Id);
        }

        run.Kernel.Push(run.Kernel.Now + run.Scenario.SiblingInterval, new SimEvent(SimEventKind.SiblingsTell, region));
    }

    private void Tell(SimRegion region, ModelId model)
    {
        // All words are of one moment: what one does with them is news to the others in the next round only.
        var words = new List<(FlowDriver Driver, List<SiblingWork> Told)>();
        foreach (var gateway in region.Gateways)
        {
            if (gateway.IsUp)
            {
                words.Add((gateway.Flows[model], OfOthers(region, gateway, model)));
            }
        }

        foreach (var (driver, told) in words)
        {
            driver.SiblingsTold(told);
        }
    }

    private List<SiblingWork> OfOthers(SimRegion region, SimGateway self, ModelId model)
    {
        _sums.Clear();
        foreach (var other in region.Gateways)
        {
            if (other == self || !other.IsUp)
            {
                continue;
            }

            _work.Clear();
            other.Flows[model].Flow.ReadWork(_work);
            foreach (var work in _work)
            {
                _sums[work.Instance] = _sums.GetValueOrDefault(work.Instance) + work.PromptTokens;
            }
        }

        return [.. _sums.Where(s => s.Value > 0).Select(s => new SiblingWork(s.Key, s.Value)).OrderBy(s => s.Instance)];
    }
}
