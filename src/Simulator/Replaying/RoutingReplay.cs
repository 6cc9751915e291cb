using System.Text.Json;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>A fresh flow, opened as the header says.</summary>
internal sealed class RoutingReplay(FlowHeader header, ServingCatalog catalog) : IReplayRoom
{
    private readonly ModelFlow _flow = new(header.Model, header.Home, catalog, header.Options);
    private readonly FlowEffectBuffer _effects = new();

    public void Apply(JsonElement input, Utf8JsonWriter effects)
    {
        _effects.Clear();
        _flow.Apply(FlowJson.ReadInput(input), _effects);
        FlowJson.Write(effects, _effects);
    }
}
