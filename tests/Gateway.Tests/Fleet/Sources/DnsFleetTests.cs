using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

public sealed class DnsFleetTests
{
    [Fact]
    public async Task Names_are_resolved_again_and_an_address_that_vanishes_drains_without_breaking_its_streams()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var dns = new DnsServer();
        dns.Addresses = new() { ["vllm.test"] = ["127.0.0.1"] };
        await using var gateway = await StartAsync(dns, "vllm.test", "a", new Uri(engine.Url).Port);
        await gateway.ReadyAsync(1);
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stream = await gateway.ChatAsync(stream: true);

        // The address is replaced: the old one finishes what it has.
        dns.Addresses = new() { ["vllm.test"] = ["127.0.0.2"] };
        await PhaseAsync(gateway, "127.0.0.1", InstancePhase.Draining);
        engine.Gate.SetResult();
        Assert.Equal("[DONE]", (await SseText.AllAsync(stream))[^1]);

        // It comes back; after that, neither silence nor an empty answer takes it away.
        dns.Addresses = new() { ["vllm.test"] = ["127.0.0.1"] };
        await PhaseAsync(gateway, "127.0.0.1", InstancePhase.Ready);
        var asked = dns.Questions;
        dns.Fails = true;
        await Eventually.True(() => dns.Questions > asked + 2, "it asked in vain");
        dns.Fails = false;
        dns.Addresses = [];
        asked = dns.Questions;
        await Eventually.True(() => dns.Questions > asked + 2, "it was told of nothing");
        Assert.Equal(1, gateway.ReadyReplicas());
    }

    [Fact]
    public async Task Services_bring_their_ports_and_long_answers_come_over_a_stream()
    {
        await using var first = await FakeEngine.StartAsync();
        await using var second = await FakeEngine.StartAsync();
        await using var dns = new DnsServer { Truncates = true };
        dns.Addresses = new() { ["a.test"] = ["127.0.0.1"], ["b.test"] = ["127.0.0.1"] };
        dns.Services = new() { ["_http._tcp.vllm.test"] = [("a.test", new Uri(first.Url).Port), ("b.test", new Uri(second.Url).Port)] };
        await using var gateway = await StartAsync(dns, "_http._tcp.vllm.test", "srv", 8000);

        await gateway.ReadyAsync(2);
        Assert.True(dns.Streams > 0);
    }

    [Theory]
    [InlineData("", "a", "http", "no domain name")]
    [InlineData("a..b", "a", "http", "no domain name")]
    [InlineData("ok.test", "mx", "http", "Type 'mx'")]
    [InlineData("ok.test", "a", "ftp", "Scheme 'ftp'")]
    public void What_cannot_be_resolved_is_said(string name, string type, string scheme, string problem) =>
        Assert.Contains(new DnsNameOptions { Name = name, Type = type, Scheme = scheme }.Problems(), p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Malformed_answers_are_refused_and_never_loop()
    {
        Seeds.Check(2000, (_, random) =>
        {
            var message = new byte[12 + random.NextInt(60)];
            for (var i = 0; i < message.Length; i++)
            {
                message[i] = (byte)random.NextInt(256);
            }

            (message[0], message[1], message[2], message[3]) = (0, 7, 0x80, 0);
            try
            {
                DnsMessage.Read(message, 7);
            }
            catch (FormatException)
            {
                // What it may say.
            }
        });
    }

    private static Task PhaseAsync(GatewayUnderTest gateway, string address, InstancePhase phase) => Eventually.True(
        () => gateway.Services.GetRequiredService<CurrentFleet>().Latest.Find(TestCatalog.Model)?.Instances
            .Any(i => i.Id.Value.Contains(address, StringComparison.Ordinal) && i.Phase == phase) == true,
        $"{address} is {phase}");

    private static Task<GatewayUnderTest> StartAsync(DnsServer dns, string name, string type, int port) => GatewayUnderTest.StartAsync(new GatewaySetup
    {
        AwaitsReady = false,
        Adjust = g =>
        {
            g.Remove("FleetFile");
            g["Fleet"] = new JsonObject
            {
                ["Source"] = "dns",
                ["Dns"] = new JsonObject
                {
                    ["Server"] = dns.Endpoint,
                    ["LeastTtl"] = "00:00:00.100",
                    ["MostTtl"] = "00:00:00.200",
                    ["Names"] = new JsonArray(new JsonObject { ["Name"] = name, ["Type"] = type, ["Port"] = port, ["Model"] = "model-a", ["Accelerator"] = "gpu" }),
                },
            };
        },
    });
}
