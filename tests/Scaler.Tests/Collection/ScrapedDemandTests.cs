namespace SageServe.Scaler.Tests;

public sealed class ScrapedDemandTests(ScrapeRig rig) : DemandSourceContract<ScrapeRig>(rig)
{
    [Fact]
    public async Task A_gateway_that_completed_no_bin_yet_tells_of_load_but_not_of_demand()
    {
        await using var fresh = await ScriptedGateway.Start(Rig.Clock, Bin, "westus");
        fresh.Fresh = true;
        var target = new GatewayTarget { Region = "westus", AdminUrl = fresh.Url };
        using var source = Rig.NewSource(Rig.Options with { Source = Rig.Options.Source with { Gateways = [target] } });
        await source.StartAsync(default);

        Assert.Null(await source.DemandAsync(Rig.Clock.Now - Bin, default));
        Assert.NotNull(await source.LoadAsync(default));
        await source.StopAsync(default);
    }

    [Fact]
    public async Task One_gateway_that_is_silent_does_not_hide_the_others()
    {
        await using var silent = await ScriptedGateway.Start(Rig.Clock, Bin, "westus");
        silent.Broken = true;
        GatewayTarget[] targets = [.. Rig.Options.Source.Gateways, new GatewayTarget { Region = "westus", AdminUrl = silent.Url }];
        using var source = Rig.NewSource(Rig.Options with { Source = Rig.Options.Source with { Gateways = targets } });
        await source.StartAsync(default);

        var bins = await source.DemandAsync(Rig.Clock.Now - Bin * 5, default);
        Assert.All(bins!.Value, b => Assert.Equal(Rig.Gateway.Region, b.Series.Origin));
        Assert.NotEmpty(bins!.Value);
        await source.StopAsync(default);
    }
}
