using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

/// <summary>The files of one installation, checked together.</summary>
public sealed class SetupCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _gateways;
    private readonly string _scaler;

    /// <summary>What <c>up</c> writes: real files that fit.</summary>
    public SetupCheckTests()
    {
        var plan = UpPlan.Make(new UpOptions { Port = 18080 }, Instant.FromUnixSeconds(1_790_000_000));
        using var directory = RunDirectory.Create();
        var files = new StackFiles(plan, directory, "a secret of tests");
        files.WriteCatalog();
        File.WriteAllText(files.History, "bin_start,model,origin_region,tier,prompt_tokens_per_second,output_tokens_per_second,requests_per_second\n");
        foreach (var region in plan.Ports.Regions)
        {
            files.WriteFleet(region.Region, new ReplicaListDocument(region.Region, Instant.FromUnixSeconds(1_790_000_000), []));
        }

        foreach (var file in Directory.GetFiles(directory.Root).Concat(plan.Ports.Regions.Select(files.WriteGateway)).Append(files.WriteScaler()).ToArray())
        {
            _folder.Write(Path.GetFileName(file), File.ReadAllText(file).Replace(directory.Root, _folder.Root, StringComparison.Ordinal));
        }

        _gateways = [.. Directory.GetFiles(_folder.Root, "gateway-*.json").Order(StringComparer.Ordinal)];
        _scaler = _folder["scaler.json"];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_that_fit_are_fine()
    {
        var result = await CliProgram.Run(["check-config", .. _gateways, _scaler, _folder["catalog.json"], "--json", _folder["report.json"]]);
        Assert.True(result.ExitCode == 0, result.Errors);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["report.json"]));
        Assert.Equal(0, report.RootElement.GetProperty("problems").GetInt32());
        Assert.Equal(5, report.RootElement.GetProperty("files").GetArrayLength());
    }

    [Fact]
    public async Task Gateways_of_one_region_that_do_not_share_their_batches_are_told()
    {
        var second = _folder.Write("second.json", await File.ReadAllTextAsync(_gateways[0]));
        foreach (var file in new[] { _gateways[0], second })
        {
            Change(file, g =>
            {
                g["Gateway"]!["PublicUrl"] = "http://127.0.0.1:" + FreePort.Find();
                g["Gateway"]!["AdminUrl"] = "http://127.0.0.1:" + FreePort.Find();
                g["Gateway"]!["Files"] = JsonNode.Parse("""{"Folder":"/mnt/batches","Shared":true}""");
                g["Gateway"]!["Store"] = JsonNode.Parse("""{"Kind":"redis","Redis":"127.0.0.1:6379"}""");
                g["Gateway"]!["Siblings"] = JsonNode.Parse("""{"Redis":"127.0.0.1:6379"}""");
            });
        }

        var fine = await CliProgram.Run(["check-config", _gateways[0], second]);
        Assert.True(fine.ExitCode == 0, fine.Errors);

        Change(second, g => g["Gateway"]!["Files"]!["Folder"] = "/mnt/others");
        Change(second, g => g["Gateway"]!["Store"]!["Redis"] = "127.0.0.1:6380");
        Change(_gateways[0], g => g["Gateway"]!.AsObject().Remove("Siblings"));
        var result = await CliProgram.Run(["check-config", _gateways[0], second]);
        Assert.Equal(2, result.ExitCode);
        foreach (var expected in new[]
        {
            $"{_gateways[0]}: Siblings names nobody, and {second} is a gateway of the same region",
            $"{second}: its files of batches lie in folder /mnt/others, those of {_gateways[0]} in folder /mnt/batches",
            $"{second}: its index of patient work is in Redis 127.0.0.1:6380, that of {_gateways[0]} in Redis 127.0.0.1:6379",
        })
        {
            Assert.True(result.Errors.Contains(expected, StringComparison.Ordinal), $"{expected} is not in:\n{result.Errors}");
        }
    }

    [Fact]
    public async Task Names_that_one_has_and_the_other_lacks_are_told()
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(_folder["catalog.json"]))!;
        var pool = document["pools"]![0]!;
        document["pools"]!.AsArray().RemoveAt(0);
        _folder.Write("other.json", document.ToJsonString());
        Change(_scaler, s => s["Scaler"]!["CatalogFile"] = _folder["other.json"]);
        Change(_scaler, s => s["Scaler"]!["Source"]!["Gateways"]!.AsArray().RemoveAt(0));
        Change(_scaler, s => s["Scaler"]!["Planning"]!["DemandBin"] = "00:07:00");
        Change(_gateways[0], g => g["Gateway"]!["PeerSecret"] = "another");
        Change(_gateways[0], g => g["Gateway"]!["Peers"]!.AsArray().Clear());
        Change(_gateways[1], g => g["Gateway"]!["AdminUrl"] = Read(_gateways[0])["Gateway"]!["AdminUrl"]!.GetValue<string>());

        var result = await CliProgram.Run(["check-config", .. _gateways, _scaler]);
        Assert.Equal(2, result.ExitCode);
        foreach (var expected in new[]
        {
            $"{_scaler}: its catalog lacks the pool '{pool["id"]!["deployment"]!["model"]}@", $"{_scaler}: Source:Gateways lacks '", $"{_scaler}: Planning:DemandBin is 00:07:00",
            $"{_gateways[1]}: PeerSecret is not that of {_gateways[0]}", $"{_gateways[0]}: Peers lacks region '", $"{_gateways[1]}: Gateway:AdminUrl listen on the same address",
        })
        {
            Assert.True(result.Errors.Contains(expected, StringComparison.Ordinal), $"{expected} is not in:\n{result.Errors}");
        }

        Assert.DoesNotContain("a secret of tests", result.Errors, StringComparison.Ordinal);
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(file))!;

    private static void Change(string file, Action<JsonNode> change)
    {
        var node = Read(file);
        change(node);
        File.WriteAllText(file, node.ToJsonString());
    }
}
