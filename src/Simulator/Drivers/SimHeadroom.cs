using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>The room to come for patient work as a flow's gateway reckons it: from the interactive load that it sees, and the plan in force.</summary>
internal sealed class SimHeadroom(SimulationRun run, FlowDriver driver)
{
    /// <summary>Between two measurements.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>Its steps are ten minutes long, so that a run need not reckon it anew every second, as the gateway does.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly HeadroomOutlook _outlook = new(run.Scenario.Promise);
    private ReleaseHeadroom? _told;
    private Instant _toldAt = Instant.Min;
    private double _interactive;

    /// <summary>A request came here, from a client or another region.</summary>
    public void Count(InferenceRequest request) =>
        _interactive += request.Tier.IsInteractive() ? driver.Profile.WorkSeconds(request.PromptTokens, request.ExpectedOutputTokens) : 0;

    /// <summary>Asked whenever the fleet is seen; measures on its beat. The gateways of a region share its load evenly.</summary>
    public void Measure(FleetSnapshot fleet)
    {
        var now = run.Kernel.Now;
        if (_outlook.MeasuredAt != Instant.Min && now - _outlook.MeasuredAt < Beat)
        {
            return;
        }

        var seconds = _outlook.MeasuredAt == Instant.Min ? 0 : (now - _outlook.MeasuredAt).TotalSeconds;
        var gateways = driver.Region.Gateways.Count(g => g.IsUp);
        var rate = seconds > 0 ? _interactive / seconds * Math.Max(1, gateways) : 0;
        _outlook.Measure(now, new HeadroomLevel(PatientReplicas.Of(fleet, driver.Flow.Model, run.Scenario.Catalog), rate));
        _interactive = 0;
    }

    /// <summary>Null while nothing was measured.</summary>
    public ReleaseHeadroom? Read()
    {
        var now = run.Kernel.Now;
        if (_toldAt == Instant.Min || now - _toldAt >= Fresh)
        {
            _told = _outlook.From(now, run.Fleet.HeadroomOf(driver.Flow.Model, driver.Region.Id)).ForRelease();
            _toldAt = _told is null ? Instant.Min : now;
        }

        return _told;
    }
}
