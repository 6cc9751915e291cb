using System.Collections.Immutable;

namespace SageServe.Kubernetes.Tests;

public sealed class PlanMapTests : KubernetesTest
{
    private const string Path = "api/v1/namespaces/ns/configmaps/sageserve-plan";

    private KubernetesClient _client = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _client = Client();
    }

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task The_greatest_plan_is_kept_and_told_once()
    {
        var (writer, reader) = (new PlanMap(_client, "ns", "sageserve-plan"), new PlanMap(_client, "ns", "sageserve-plan"));
        Assert.Null(await reader.ReadNewAsync(default));
        Assert.Null(await writer.KeepAsync(Plan(3, 7), default));
        Assert.Equal((3, 7), Number(await reader.ReadNewAsync(default)));
        Assert.Null(await reader.ReadNewAsync(default));

        // The same again changes nothing; a smaller one is answered by the greater.
        Assert.Null(await writer.KeepAsync(Plan(3, 7), default));
        Assert.Equal((3, 7), Number(await writer.KeepAsync(Plan(3, 6), default)));
        Assert.Equal((3, 7), Number(await writer.KeepAsync(Plan(2, 90), default)));
        Assert.Null(await writer.KeepAsync(Plan(4, 1), default));
        Assert.Equal((4, 1), Number(await reader.ReadNewAsync(default)));
    }

    [Fact]
    public async Task What_somebody_else_wrote_there_is_replaced()
    {
        Server.Put("api/v1/namespaces/ns/configmaps", """{"metadata":{"name":"sageserve-plan","namespace":"ns"},"binaryData":{"plan.json.gz":"bm90IGd6aXA="}}""");
        var map = new PlanMap(_client, "ns", "sageserve-plan");
        Assert.Null(await map.ReadNewAsync(default));
        Assert.Null(await map.KeepAsync(Plan(1, 1), default));
        Assert.Equal((1, 1), Number(await map.ReadNewAsync(default)));
        Assert.Equal("Conflict", (await Assert.ThrowsAsync<KubernetesException>(() => _client.ReplaceAsync(
            ResourceKinds.ConfigMaps, new ConfigMap { Metadata = new ObjectMeta { Name = "sageserve-plan", Namespace = "ns", ResourceVersion = "1" } }, default))).Reason);
    }

    [Fact]
    public async Task A_plan_that_no_config_map_holds_is_refused_and_the_last_one_stays()
    {
        var map = new PlanMap(_client, "ns", "sageserve-plan");
        await map.KeepAsync(Plan(1, 1), default);
        var random = new Random(7);
        var huge = Plan(1, 2) with { Steps = [.. Enumerable.Range(0, 20_000).Select(i => new DecisionStep("pacing", $"{random.NextInt64():x}{random.NextInt64():x}", null, null, "x", $"{random.NextInt64():x}{random.NextInt64():x}{random.NextInt64():x}"))] };
        var problem = await Assert.ThrowsAsync<KubernetesException>(() => map.KeepAsync(huge, default));
        Assert.Contains("a ConfigMap holds no more", problem.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), Number(await map.ReadNewAsync(default)));
        Assert.NotNull(Server.Read(Path)["binaryData"]);
    }

    private static (long, long) Number(PlanDocument? plan) => (plan!.Epoch, plan.Version);

    private static PlanDocument Plan(long epoch, long version) => new()
    {
        Epoch = epoch,
        Version = version,
        IssuedAt = new Instant(0),
        ExpiresAt = new Instant(1),
        Strategy = "lt-ua",
        Allocator = "greedy",
        Targets = ImmutableArray<PoolTarget>.Empty,
        Forecasts = [],
    };
}
