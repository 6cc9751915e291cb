namespace SageServe.Simulator;

/// <summary>One gateway of a region: a flow per model. Gateways share the readings of the engines; each knows only its own requests.</summary>
internal sealed class SimGateway(SimRegion region, int index)
{
    public SimRegion Region { get; } = region;

    public int Index { get; } = index;

    public bool IsUp { get; private set; } = true;

    /// <summary>How often it crashed; a restart that belongs to an earlier crash is stale.</summary>
    public int Crashes { get; private set; }

    /// <summary>Crashes by chance that were drawn so far.</summary>
    public int CrashesDrawn { get; set; }

    /// <summary>By model.</summary>
    public SortedDictionary<ModelId, FlowDriver> Flows { get; } = [];

    /// <summary>What it holds and has in flight is lost for its clients, who see their connections break.</summary>
    public void Crash()
    {
        if (!IsUp)
        {
            return;
        }

        IsUp = false;
        Crashes++;
        foreach (var driver in Flows.Values)
        {
            driver.Crash();
        }
    }

    /// <summary>It is back, and knows nothing of what was.</summary>
    public void Restart()
    {
        IsUp = true;
        foreach (var driver in Flows.Values)
        {
            driver.Restart();
        }
    }
}
