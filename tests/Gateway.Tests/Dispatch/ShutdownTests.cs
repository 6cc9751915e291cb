using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>What a gateway that leaves does with patient work.</summary>
public sealed class ShutdownTests
{
    private const int Lines = 3;

    [Fact]
    public async Task A_flex_call_that_still_waits_for_its_release_is_answered()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var call = gateway.ChatAsync("\"service_tier\":\"flex\",");
        var fleet = gateway.Services.GetRequiredService<FleetEndpoint>();
        await Eventually.True(() => fleet.Read().Models.Sum(m => m.Deferred.Waiting) == 1, "the call waits in the queue");

        var stopping = gateway.StopAsync();
        using var refused = await call.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("server_is_shutting_down", await refused.Content.ReadAsStringAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Running_lines_of_a_batch_go_back_to_their_queue_and_their_leases_with_them()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Hang;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        await SubmitAsync(gateway);
        await Eventually.True(() => engine.Requests == Lines, "every line runs");

        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
        var stats = await gateway.Services.GetRequiredService<PatientQueue>().ReadAsync(TestCatalog.Model, default);
        Assert.Equal((Lines, 0), (stats.Waiting, stats.Leased));
        await Eventually.True(() => engine.Canceled == Lines, "the engine's work was cancelled");
    }

    private static async Task SubmitAsync(GatewayUnderTest gateway)
    {
        var lines = Enumerable.Range(1, Lines).Select(n => $$"""{"custom_id":"{{n}}","method":"POST","url":"/v1/chat/completions","body":{{GatewayUnderTest.ChatBody()}}}""");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("batch"), "purpose" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines))), "file", "input.jsonl" },
        };
        using var uploaded = await gateway.Client.PostAsync("/v1/files", form);
        var file = (await uploaded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var created = await gateway.Client.PostAsJsonAsync("/v1/batches", new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h" });
        Assert.Equal(HttpStatusCode.OK, created.StatusCode);
    }
}
