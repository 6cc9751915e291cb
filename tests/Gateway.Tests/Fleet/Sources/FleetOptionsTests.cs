using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace SageServe.Gateway.Tests;

public sealed class FleetOptionsTests
{
    [Fact]
    public async Task All_that_is_wrong_with_the_fleets_options_is_said_at_once()
    {
        var setup = new GatewaySetup
        {
            AwaitsReady = false,
            Adjust = g =>
            {
                g.Remove("PeerSecret");
                g["PublicUrl"] = "https://127.0.0.1:1";
                g["Siblings"] = new JsonObject { ["Redis"] = "127.0.0.1:6379", ["Beat"] = "00:00:00.001" };
                g["Tls"] = new JsonObject { ["Engines"] = new JsonObject { ["AuthorityFile"] = "/nowhere/root.pem" } };
                g["Fleet"] = new JsonObject
                {
                    ["Source"] = "zookeeper",
                    ["Dns"] = new JsonObject { ["Server"] = "not an address", ["Names"] = new JsonArray(new JsonObject { ["Name"] = "a..b", ["Port"] = 0 }) },
                    ["Kubernetes"] = new JsonObject { ["PodSelector"] = "" },
                    ["Health"] = new JsonObject { ["Path"] = "health", ["UnhealthyAfter"] = 0 },
                };
            },
        };

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayUnderTest.StartAsync(setup));

        string[] said =
        [
            "zookeeper", "not an address", "a..b", "Dns:Names:0:Port", "Dns:Names:0:Model", "PodSelector", "must begin with a slash", "UnhealthyAfter", "/nowhere/root.pem",
            "Siblings need a PeerSecret", "Siblings:Beat", "Tls:CertificateFile",
        ];
        Assert.All(said, s => Assert.Contains(s, error.Message, StringComparison.Ordinal));
    }
}
