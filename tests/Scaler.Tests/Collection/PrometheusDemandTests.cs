namespace SageServe.Scaler.Tests;

public sealed class PrometheusDemandTests(PrometheusRig rig) : DemandSourceContract<PrometheusRig>(rig)
{
    [Fact]
    public async Task A_prometheus_that_scrapes_nobody_gives_no_facts()
    {
        await using var lonely = await PrometheusServer.Start([], TimeSpan.FromSeconds(1));
        var source = Rig.NewSource(lonely.Url);

        Assert.Null(await source.DemandAsync(Rig.Clock.Now - Bin * 10, default));
        Assert.Null(await source.LoadAsync(default));
    }

    [Fact]
    public async Task A_long_range_is_read_in_pages()
    {
        // Two steps a bin: 15,000 bins are three pages.
        var bins = await Rig.Source.DemandAsync(Rig.Clock.Now - Bin * 15_000, default);

        Assert.NotEmpty(bins!.Value);
        Assert.All(bins.Value, b => Assert.Equal(Rig.Gateway.Bin(b.Start), b));
    }
}
