using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class TierTests
{
    [Fact]
    public void Tiers_have_one_wire_name_as_value_and_as_property_name()
    {
        foreach (var tier in ServiceTiers.All)
        {
            Assert.True(ServiceTiers.TryParse(tier.WireName(), out var read));
            Assert.Equal(tier, read);
            var map = new Dictionary<ServiceTier, ServiceTier> { [tier] = tier };
            var json = JsonSerializer.Serialize(map);
            Assert.Equal($$"""{"{{tier.WireName()}}":"{{tier.WireName()}}"}""", json);
            Assert.Equal(map, JsonSerializer.Deserialize<Dictionary<ServiceTier, ServiceTier>>(json));
        }

        Assert.False(ServiceTiers.TryParse("urgent", out _));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ServiceTier>("\"urgent\""));
    }

    [Fact]
    public void The_TTFT_target_grows_with_the_prompt_above_its_fixed_part()
    {
        var level = new ServiceLevel(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50), null, 3, TimeSpan.FromSeconds(5), 0.95);
        Assert.Equal(TimeSpan.FromSeconds(1), level.TtftTargetFor(TimeSpan.FromMilliseconds(100)));
        Assert.Equal(TimeSpan.FromSeconds(6), level.TtftTargetFor(TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.MaxValue, (level with { TtftTarget = null }).TtftTargetFor(TimeSpan.Zero));
    }

    [Fact]
    public void A_request_may_use_all_regions_unless_residency_names_some()
    {
        var request = Request();
        Assert.True(request.MayUse(new RegionId("x")));
        var bound = request with { AllowedRegions = [new RegionId("x")] };
        Assert.True(bound.MayUse(new RegionId("x")));
        Assert.False(bound.MayUse(new RegionId("y")));
    }

    [Fact]
    public void An_observation_tells_its_latencies()
    {
        var start = new Instant(DateTime.UnixEpoch.Ticks);
        var seen = new RequestObservation
        {
            Id = new RequestId("r"),
            Model = new ModelId("m"),
            Tier = ServiceTier.InteractiveFast,
            Tenant = new TenantId("t"),
            Origin = new RegionId("x"),
            Arrived = start,
            FirstTokenAt = start + TimeSpan.FromSeconds(1),
            EndedAt = start + TimeSpan.FromSeconds(5),
            PromptTokens = 10,
            OutputTokens = 5,
            Outcome = RequestOutcome.Completed,
        };
        Assert.Equal(TimeSpan.FromSeconds(1), seen.Ttft);
        Assert.Equal(TimeSpan.FromSeconds(1), seen.Tbt);
        Assert.Equal(TimeSpan.FromSeconds(5), seen.Total);
        Assert.Null((seen with { FirstTokenAt = null }).Tbt);
        Assert.Null((seen with { OutputTokens = 1 }).Tbt);
        var json = JsonSerializer.Serialize(seen, SharedJson.Default.RequestObservation);
        Assert.Equal(seen, JsonSerializer.Deserialize(json, SharedJson.Default.RequestObservation));
    }

    [Fact]
    public void A_request_survives_JSON()
    {
        var request = Request() with { PrefixBlocks = [1, ulong.MaxValue], AllowedRegions = [new RegionId("x")], Session = "s", Streaming = true };
        var json = JsonSerializer.Serialize(request, SharedJson.Default.InferenceRequest);
        var read = JsonSerializer.Deserialize(json, SharedJson.Default.InferenceRequest)!;
        Assert.Equal(json, JsonSerializer.Serialize(read, SharedJson.Default.InferenceRequest));
        Assert.Equal(request.PrefixBlocks, read.PrefixBlocks);
        Assert.Equal(request.Deadline, read.Deadline);
    }

    private static InferenceRequest Request() => new()
    {
        Id = new RequestId("r"),
        Model = new ModelId("m"),
        Tier = ServiceTier.NonInteractive,
        Tenant = new TenantId("t"),
        Origin = new RegionId("o"),
        PromptTokens = 1,
        ExpectedOutputTokens = 2,
        Arrived = new Instant(DateTime.UnixEpoch.Ticks + 1),
        Deadline = new Instant(DateTime.UnixEpoch.Ticks + 99),
    };
}
