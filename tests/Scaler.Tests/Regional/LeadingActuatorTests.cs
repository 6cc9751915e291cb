using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

public sealed class LeadingActuatorTests
{
    [Fact]
    public async Task Who_lost_the_lease_while_deciding_moves_nothing_and_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var host = await ControlHost.Start("eastus", folder["fleet.json"]);
        var options = new ScalerOptions { Actuator = new ActuatorOptions { Regions = [new LocalRegionOptions { Region = "eastus", ControlUrl = host.Url, FleetFile = folder["fleet.json"] }] } };
        var live = new LiveConfiguration(options, Catalogs.OnePool(host.Pool));
        using var http = new HttpClient();
        using var inner = new LocalFleetActuator(live, http, new SteadyClock(TimeProvider.System), NullLogger<LocalFleetActuator>.Instance);
        var lease = new SettableLeadership { Paces = true };
        var actuator = new LeadingActuator(inner, lease);
        var start = new ScaleAction(ScaleActionKind.Start, host.Pool, 1, "plan-target", "More.");

        Assert.Equal(MoveFate.CarriedOut, Assert.Single(await actuator.ApplyAsync([start], default)).Outcome.Fate);
        lease.Paces = false;
        var receipt = Assert.Single(await actuator.ApplyAsync([start], default));
        Assert.Equal((MoveFate.Failed, 0), (receipt.Outcome.Fate, receipt.Moved));
        Assert.Single(host.Calls);
        Assert.NotNull(await actuator.ObserveAsync(default));
    }

    private sealed class SettableLeadership : ILeadership
    {
        public bool Paces { get; set; }

        public bool Plans => Paces;

        public Task Changed { get; } = new TaskCompletionSource().Task;
    }
}
