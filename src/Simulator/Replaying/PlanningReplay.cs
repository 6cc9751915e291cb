using System.Text.Json;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>A fresh planner with the header's options. Its first tick is asked for, as the live loop does, at the time of the first record.</summary>
internal sealed class PlanningReplay(PlanningOptions options, ServingCatalog catalog) : IReplayRoom
{
    private readonly PlanningCore _core = new(catalog, options);
    private ServingCatalog _catalog = catalog;
    private bool _begun;

    public void Apply(JsonElement input, Utf8JsonWriter effects)
    {
        if (TickJson.IsChange(input))
        {
            var (now, changed, document) = TickJson.ReadChange(input);
            _catalog = document is null ? _catalog : new ServingCatalog(document);
            _core.OptionsChanged(_catalog, changed, now);
            effects.WriteStartArray();
            effects.WriteEndArray();
            return;
        }

        var (tick, facts) = TickJson.ReadInput(input);
        if (!_begun)
        {
            _core.FirstTick(tick.At);
            _begun = true;
        }

        TickJson.Write(effects, _core.OnTick(tick, facts));
    }
}
