using System.Text.Json;

namespace SageServe.Gateway.Tests;

public sealed class ModelsTests
{
    [Fact]
    public async Task Models_are_listed_with_their_aliases_and_found_one_by_one()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        var list = JsonDocument.Parse(await gateway.Client.GetStringAsync("/v1/models")).RootElement;
        var one = JsonDocument.Parse(await gateway.Client.GetStringAsync("/v1/models/alias-a")).RootElement;

        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal(["alias-a", "model-a", "model-b"], list.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
        Assert.Equal("model", one.GetProperty("object").GetString());
    }
}
