using System.Text;
using System.Text.Json;

namespace SageServe.Routing.Tests;

public sealed class FlowJsonTests
{
    [Fact]
    public void A_header_reads_back_equal()
    {
        var header = new FlowHeader(TestCatalog.Model, TestCatalog.East, new ModelFlowOptions { HoldOrder = "dpa", UrgentWithin = TimeSpan.FromSeconds(3), LateWithin = TimeSpan.FromSeconds(7), OverflowThreshold = 0.6, MetricsFreshFor = TimeSpan.FromMilliseconds(1234), RetryBudget = 0.1 });
        using var json = JsonDocument.Parse(FlowText.Of(header));
        Assert.True(FlowJson.IsHeader(json.RootElement));
        Assert.Equal(header, FlowJson.ReadHeader(json.RootElement));
    }

    [Fact]
    public void The_number_of_gateways_is_recorded_with_the_fleet()
    {
        var fleet = new FleetSnapshotBuilder(TestCatalog.East).With(new GatewayCount(3, 2)).Build(Instant.FromUnixSeconds(1), 1);
        var text = FlowText.Of(new FlowInput { Kind = FlowInputKind.FleetChanged, Now = Instant.FromUnixSeconds(1), Sequence = 1, Draw = 0, Fleet = fleet });
        Assert.Equal(new GatewayCount(3, 2), FlowText.ReadInput(text).Fleet!.Gateways);
    }

    [Fact]
    public void An_input_reads_back_equal_to_the_tick_and_the_bit()
    {
        var input = new FlowInput
        {
            Kind = FlowInputKind.AttemptEnded,
            Now = new Instant(638_000_000_000_000_001),
            Sequence = long.MaxValue,
            Draw = ulong.MaxValue,
            RequestId = new RequestId("r\"1\u2028"),
            Outcome = AttemptOutcome.BrokenBeforeFirstByte,
            OutputTokens = 17,
        };
        using var json = JsonDocument.Parse(FlowText.Of(input));
        Assert.False(FlowJson.IsHeader(json.RootElement));
        Assert.Equal(input, FlowJson.ReadInput(json.RootElement));
    }

    [Fact]
    public void Effects_are_written_with_what_their_kind_uses_only()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var buffer = new FlowEffectBuffer();
        buffer.Add(bench.Arrive(bench.Request())[0]);
        buffer.Add(new FlowEffect { Kind = FlowEffectKind.WakeAt, Until = Instant.FromUnixSeconds(0) });
        Assert.Equal(
            """[{"kind":"Forward","requestId":"r1","instance":"a","region":"east","attempt":1,"reasons":["home-below-threshold","least-outstanding-work"]},{"kind":"WakeAt","until":"1970-01-01T00:00:00.0000000Z"}]""",
            Encoding.UTF8.GetString(FlowText.Of(buffer)));
    }
}
