using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class CatalogFileTests
{
    [Theory]
    [InlineData("{}", "models: is empty.")]
    [InlineData("{", "depth")]
    [InlineData("null", "it is empty.")]
    public void What_is_wrong_with_a_catalog_is_said_with_its_name(string json, string says)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("catalog.json", json);

        var problem = Assert.Single(Assert.Throws<ConfigurationProblemsException>(
            () => CatalogFile.Load(new GatewayOptions { Region = "east", CatalogFile = path })).Problems);

        Assert.StartsWith(path, problem);
        Assert.Contains(says, problem);
    }

    [Fact]
    public void A_gateway_is_in_a_region_of_its_catalog()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("catalog.json", JsonSerializer.Serialize(TestCatalog.Document(), SharedJson.Default.CatalogDocument));
        var options = new GatewayOptions { Region = "nowhere", CatalogFile = path };

        Assert.Contains("'nowhere'", Assert.Single(Assert.Throws<ConfigurationProblemsException>(() => CatalogFile.Load(options)).Problems));
        Assert.Equal(2, CatalogFile.Load(options with { Region = "east" }).Models.Length);
    }
}
