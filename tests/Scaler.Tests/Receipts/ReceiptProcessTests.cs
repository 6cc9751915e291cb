using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>The executable in its default dry run: receipts of advice close, are kept over a restart, and are told by the admin API and metrics.</summary>
public sealed class ReceiptProcessTests : IAsyncLifetime
{
    private readonly ScalerRig _rig = new(speed: 240);

    public ValueTask InitializeAsync() => _rig.StartAsync(seesPool: true);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Advice_is_judged_kept_and_told()
    {
        string id;
        _rig.Gateway.Slo = (100, 10);
        await using (var first = ScalerProcess.Start(_rig.Folder, Config()))
        {
            await first.Ready();
            Assert.Contains("advises only", first.Log, StringComparison.Ordinal);
            await Eventually.True(async () => (await first.Get("/admin/receipts")).GetProperty("open").GetArrayLength() > 0, "advice is open");

            // One replica is enough: the advice to stop the other one is one receipt, however often it is given.
            await Eventually.True(async () => (await first.Get("/admin/receipts")).GetProperty("open")[0].GetProperty("repeats").GetInt32() > 1, "advice is repeated");
            var open = (await first.Get("/admin/receipts")).GetProperty("open");
            Assert.Equal(1, open.GetArrayLength());
            Assert.Equal(("Stop", "Advised"), (open[0].GetProperty("kind").GetString(), open[0].GetProperty("fate").GetString()));
            id = open[0].GetProperty("id").GetString()!;

            // The pool is busy again: the advice to stop ends after its time.
            _rig.Gateway.Kv = "0.5";
            await Eventually.True(
                async () =>
                {
                    // Of a hundred requests that end meanwhile 99 are in time, over and over, so that a bin that gets lost takes few with it.
                    _rig.Gateway.Slo = (_rig.Gateway.Slo.Value.Met + 99, _rig.Gateway.Slo.Value.Missed + 1);
                    return (await first.Get("/admin/receipts?verdict=saved")).GetProperty("receipts").GetArrayLength() > 0;
                },
                "the advice is judged");
            Assert.Equal(0, await first.End());
        }

        Assert.Empty(_rig.Host.Calls);
        await using var second = ScalerProcess.Start(_rig.Folder, Config());
        await second.Ready();
        var kept = await second.Get("/admin/receipts?since=2d&pool=llama@eastus");
        var receipt = kept.GetProperty("receipts").EnumerateArray().Single(r => r.GetProperty("id").GetString() == id);
        Assert.StartsWith("Advice only.", receipt.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        var actual = receipt.GetProperty("actual");
        Assert.InRange(actual.GetProperty("attainmentMinutes").GetDouble(), 1, actual.GetProperty("minutesKnown").GetDouble());
        Assert.Equal("interactive-fast", actual.GetProperty("attainment")[0].GetProperty("tier").GetString());
        Assert.InRange(actual.GetProperty("attainment")[0].GetProperty("share").GetDouble(), 0.97, 1);
        Assert.StartsWith("Advised ", kept.GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.True(kept.GetProperty("dryRun").GetBoolean());
        Assert.True(kept.GetProperty("advised").GetProperty("savedUsd").GetDouble() > 0);
        using var refused = await second.Http.GetAsync(new Uri(second.Url + "/admin/receipts?verdict=good"));
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("\"param\":\"verdict\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("sageserve_scaler_dry_run 1", await second.Http.GetStringAsync(new Uri(second.Url + "/metrics")), StringComparison.Ordinal);
    }

    /// <summary>DryRun is left out: a new installation only advises.</summary>
    private JsonObject Config() => _rig.Config(c =>
    {
        c["Scaler"]!.AsObject().Remove("DryRun");
        c["Scaler"]!["Source"]!["ScrapeInterval"] = "00:00:00.100";
        c["Scaler"]!["Planning"] = new JsonObject
        {
            ["Strategy"] = "reactive",
            ["PlanInterval"] = "00:05:00",
            ["PaceInterval"] = "00:01:00",
            ["StaleAfter"] = "01:00:00",
            ["ScaleInBelow"] = 0.45,
        };
    });
}
