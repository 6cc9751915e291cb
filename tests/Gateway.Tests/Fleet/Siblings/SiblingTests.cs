using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Gateways of one region that know each other by a list of addresses.</summary>
public sealed class SiblingTests
{
    [Fact]
    public async Task Gateways_that_have_the_same_list_divide_bounds_and_the_rest_takes_over_when_one_leaves()
    {
        string[] urls = [GatewayUnderTest.Address(), GatewayUnderTest.Address()];
        await using var engine = await FakeEngine.StartAsync();
        await using var first = await StartAsync(urls, 0, engine);
        await DividesAsync(first, 1);
        var second = await StartAsync(urls, 1, engine);
        await Task.WhenAll(DividesAsync(first, 2), DividesAsync(second, 2));
        var before = engine.Scrapes;
        await Eventually.True(() => engine.Scrapes > before, "one of them reads the engine");

        await second.DisposeAsync();
        await DividesAsync(first, 1);
        before = engine.Scrapes;
        await Eventually.True(() => engine.Scrapes > before, "the other reads it now");
        Assert.Equal(1, first.ReadyReplicas());
    }

    [Fact]
    public async Task What_one_reads_the_others_know_with_its_age()
    {
        string[] urls = [GatewayUnderTest.Address(), GatewayUnderTest.Address()];
        FakeEngine[] engines = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FakeEngine.StartAsync()))];
        await using var first = await StartAsync(urls, 0, engines);
        await using var second = await StartAsync(urls, 1, engines);
        await Task.WhenAll(DividesAsync(first, 2), DividesAsync(second, 2));

        foreach (var engine in engines)
        {
            engine.Running = 5;
        }

        foreach (var gateway in (GatewayUnderTest[])[first, second])
        {
            await Eventually.True(
                () => gateway.Services.GetRequiredService<CurrentFleet>().Latest.Find(TestCatalog.Model)!.Instances.All(i => i.Running == 5), "all readings are known");
            var observer = gateway.Services.GetRequiredService<FleetObserver>();
            var directory = gateway.Services.GetRequiredService<FleetDirectory>();
            var division = gateway.Services.GetRequiredService<ScrapeDivision>();
            await Eventually.True(
                () => directory.Replicas.All(r => observer.HealthOf(r.Id)!.FirstHand == division.IsMine(r.Id)), "each reads its own and is told of the others'");
        }

        await Task.WhenAll(engines.Select(e => e.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_prompt_that_one_has_at_a_replica_sends_the_others_elsewhere()
    {
        string[] urls = [GatewayUnderTest.Address(), GatewayUnderTest.Address()];
        FakeEngine[] engines = [.. await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => FakeEngine.StartAsync()))];
        await using var first = await StartAsync(urls, 0, engines);
        await using var second = await StartAsync(urls, 1, engines);
        await Task.WhenAll(DividesAsync(first, 2), DividesAsync(second, 2));
        await Task.WhenAll(first.ReadyAsync(2), second.ReadyAsync(2));
        var known = second.Services.GetRequiredService<InFlightLoop>();

        for (var i = 0; i < 3; i++)
        {
            var gates = engines.Select(e => e.BeforeHeaders = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
            var before = engines.Select(e => e.Requests).ToList();
            var one = first.ChatAsync(stream: true);
            await Eventually.True(() => engines.Zip(before).Any(e => e.First.Requests > e.Second), "it is at an engine");
            var busy = engines[0].Requests > before[0] ? 0 : 1;
            await Eventually.True(() => known.PromptTokens > 0, "the other gateway knows");

            var other = second.ChatAsync(stream: true);
            await Eventually.True(() => engines[1 - busy].Requests > before[1 - busy], "the other's request went to the other engine");
            Assert.Equal(before[busy] + 1, engines[busy].Requests);
            gates.ForEach(g => g.SetResult());
            (await one).Dispose();
            (await other).Dispose();
            await Eventually.True(() => known.PromptTokens == 0, "it knows of the end");
        }

        await Task.WhenAll(engines.Select(e => e.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Only_gateways_of_the_same_region_and_secret_are_answered()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var now = gateway.Services.GetRequiredService<Hosting.SteadyClock>().Now;

        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, "east", "a secret of tests", now));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(gateway, "west", "a secret of tests", now));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(gateway, "east", "another", now));
        using var plain = await gateway.Client.GetAsync(SiblingEndpoint.Path);
        Assert.Equal(HttpStatusCode.Unauthorized, plain.StatusCode);
    }

    [Theory]
    [InlineData("http://*:80", "secret", "Siblings: 'http://*:80'")]
    [InlineData("http://0.0.0.0:80", "secret", "Siblings: 'http://0.0.0.0:80'")]
    [InlineData("http://10.0.0.1:80", null, "PeerSecret")]
    public void What_cannot_work_is_said(string url, string? secret, string problem) =>
        Assert.Contains(new SiblingOptions { Redis = "127.0.0.1:6379" }.Problems(url, secret), p => p.Contains(problem, StringComparison.Ordinal));

    private static async Task<HttpStatusCode> AskAsync(GatewayUnderTest gateway, string region, string secret, Instant now)
    {
        var ticket = new RelayTicket(
            new RequestId("-"), new RegionId(region), ServiceTier.NonInteractive, new TenantId("-"), now, now, 0, 1, now);
        var (text, signature) = new PeerSigner(secret).Sign(ticket, SiblingEndpoint.Path);
        using var request = new HttpRequestMessage(HttpMethod.Get, SiblingEndpoint.Path);
        request.Headers.TryAddWithoutValidation(HeaderNames.Relay, text);
        request.Headers.TryAddWithoutValidation(HeaderNames.Signature, signature);
        using var response = await gateway.Client.SendAsync(request);
        return response.StatusCode;
    }

    private static Task DividesAsync(GatewayUnderTest gateway, int by) => Eventually.True(
        () => gateway.Services.GetRequiredService<ShareWord>().By == by && gateway.Services.GetRequiredService<DispatchTable>().ReadKeptGateways() == by,
        $"bounds are divided by {by}");

    private static Task<GatewayUnderTest> StartAsync(string[] urls, int index, params FakeEngine[] engines) => GatewayUnderTest.StartAsync(
        new GatewaySetup
        {
            Url = urls[index],
            Adjust = g => g["Siblings"] = new JsonObject { ["Urls"] = new JsonArray([.. urls.Select(u => JsonValue.Create(u))]), ["Beat"] = "00:00:00.100" },
        },
        engines);
}
