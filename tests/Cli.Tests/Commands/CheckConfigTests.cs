using System.Text.Json;

namespace SageServe.Cli.Tests;

/// <summary>The command asks the executable that a file is for; each problem has its line.</summary>
public sealed class CheckConfigTests
{
    [Fact]
    public async Task Every_problem_of_a_gateway_file_is_listed_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("gateway.json", """
            {
              "Gateway": {
                "Region": "east", "PublicUrl": "http://127.0.0.1:8080", "AdminUrl": "http://127.0.0.1:8081",
                "CatalogFile": "/no/such/catalog.json", "FleetFile": "/no/such/fleet.json",
                "MaxBodyBytes": 3,
                "Forwarding": {
                  "KeepAliveAftr": "00:00:05",
                  "Timeouts": { "InteractiveFast": { "Gap": "-00:00:01" } }
                },
                "Routing": { "HoldOrder": "by-mood" },
                "ScrapeInterval": "often"
              },
              "Gatewayy": {}
            }
            """);
        var result = await CliProgram.Run("check-config", path);
        Assert.Equal(2, result.ExitCode);
        foreach (var expected in new[]
        {
            "'/no/such/catalog.json' does not exist", "line 5: Gateway:MaxBodyBytes", "line 7: Gateway:Forwarding:KeepAliveAftr",
            "line 8: Gateway:Forwarding:Timeouts:InteractiveFast", "HoldOrder 'by-mood'", "line 11: Gateway:ScrapeInterval: 'often'", "line 13: Gatewayy",
        })
        {
            Assert.True(result.Errors.Contains(expected, StringComparison.Ordinal), $"{expected} is not in:\n{result.Errors}");
        }
    }

    [Fact]
    public async Task A_scaler_file_is_checked_by_the_scaler()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("scaler.json", "{ \"Scaler\": { \"CatalogFile\": \"/no/such\",\n \"DryRunn\": true } }");
        var result = await CliProgram.Run("check-config", path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("line 2: Scaler:DryRunn", result.Errors, StringComparison.Ordinal);
        Assert.Contains("'/no/such' does not exist", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_file_and_a_good_catalog_are_fine()
    {
        using var folder = new TemporaryFolder();
        var catalog = folder.Write("catalog.json", JsonSerializer.Serialize(DemoCatalog(), SharedJson.Default.CatalogDocument));
        var path = folder.Write("gateway.json", $$"""
            { "Gateway": { "Region": "{{DemoCatalog().Regions[0].Id}}", "PublicUrl": "http://127.0.0.1:8080", "AdminUrl": "http://127.0.0.1:8081",
              "CatalogFile": "{{catalog}}", "FleetFile": "{{folder.Write("fleet.json", "{}")}}" }, "Logging": { "LogLevel": { "Default": "Warning" } } }
            """);
        Assert.Contains("is fine", (await CliProgram.Succeeds("check-config", path)).Output, StringComparison.Ordinal);
        Assert.Contains("is fine", (await CliProgram.Succeeds("check-config", catalog)).Output, StringComparison.Ordinal);
    }

    private static CatalogDocument DemoCatalog() =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(Repository.Root, "src", "Simulator", "Data", "demo-catalog.json")), SharedJson.Default.CatalogDocument)!;
}
