using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Acceptance.Tests;

/// <summary>A file, compared with the gateway that it is meant for before it is put in place.</summary>
public sealed class AgainstRunningTests
{
    private static readonly string Program = Path.Combine(
        Repository.Root, "artifacts", "bin", "Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SageServe.Cli");

    [Fact]
    public async Task It_is_told_what_takes_effect_at_once_what_needs_a_restart_and_what_would_be_refused()
    {
        await using var gateway = await LoneGateway.StartAsync();
        using var folder = new TemporaryFolder();
        var config = JsonNode.Parse(await File.ReadAllTextAsync(gateway.ConfigFile))!;

        var same = await RunAsync(gateway, folder, config);
        Assert.True(same.ExitCode == 0, same.Errors);
        Assert.Contains("has these values already", same.Output, StringComparison.Ordinal);

        config["Gateway"]!["Routing"] = new JsonObject { ["HoldOrder"] = "pf" };
        config["Gateway"]!["ScrapeInterval"] = "00:00:03";
        var told = folder["told.json"];
        var other = await RunAsync(gateway, folder, config, "--json", told);
        Assert.True(other.ExitCode == 0, other.Errors);
        Assert.Contains("Takes effect at once: Gateway:Routing:HoldOrder", other.Output, StringComparison.Ordinal);
        Assert.Contains("Needs a restart: Gateway:ScrapeInterval", other.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(told));
        Assert.Equal("Gateway:ScrapeInterval", json.RootElement.GetProperty("against").GetProperty("answer").GetProperty("needs_restart")[0].GetString());

        config["Gateway"]!["Routing"] = new JsonObject { ["HoldOrder"] = "by-mood" };
        var wrong = await RunAsync(gateway, folder, config);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("would refuse it", wrong.Output, StringComparison.Ordinal);

        var without = await CommandLineTool.Run(Program, ["check-config", gateway.ConfigFile, "--against", gateway.AdminUrl]);
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("admin key is missing or wrong", without.Errors, StringComparison.Ordinal);
        var two = await CommandLineTool.Run(Program, ["check-config", gateway.ConfigFile, gateway.ConfigFile, "--against", gateway.AdminUrl]);
        Assert.Equal(2, two.ExitCode);
        Assert.Contains("--against compares one file", two.Errors, StringComparison.Ordinal);
    }

    private static Task<CommandLineResult> RunAsync(LoneGateway gateway, TemporaryFolder folder, JsonNode config, params string[] more) => CommandLineTool.Run(
        Program, ["check-config", folder.Write("candidate.json", config.ToJsonString()), "--against", gateway.AdminUrl, "--admin-key-file", gateway.AdminKeyFile, .. more]);
}
