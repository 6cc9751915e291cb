using System.Net;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>A fleet file that its writer brings after the gateway began.</summary>
public sealed class FileFleetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_comes_later_is_waited_for_and_readiness_says_so(bool empty)
    {
        using var folder = new TemporaryFolder();
        if (empty)
        {
            folder.Write("late.json", "");
        }

        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { AwaitsReady = false, Adjust = g => g["FleetFile"] = folder["late.json"] });
        using (var ready = await gateway.Admin.GetAsync("/healthz/ready"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Matches("fleet file .*late\\.json.* has not been written yet", await ready.Content.ReadAsStringAsync());
        }

        var document = new FleetDocument(new RegionId(gateway.Region), 1, [GatewayUnderTest.Replica("east-model-a-1", engine.Url)]);
        folder.Write("late.tmp", JsonSerializer.Serialize(document, SharedJson.Default.FleetDocument));
        File.Move(folder["late.tmp"], folder["late.json"], overwrite: true);
        await gateway.ReadyAsync(1);
        using var response = await gateway.ChatAsync();
        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_at_once()
    {
        var problem = await Assert.ThrowsAnyAsync<Exception>(() => GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["FleetFile"] = "/no/such/fleet.json" }));
        Assert.Contains("FleetFile: '/no/such/fleet.json' has no folder.", problem.Message, StringComparison.Ordinal);
    }
}
