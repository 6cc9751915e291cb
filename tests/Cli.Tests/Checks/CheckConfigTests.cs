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
              "Gatewayy": {},
              "OTEL_TRACES_SAMPLR": "always_on"
            }
            """);
        var result = await CliProgram.Run("check-config", path);
        Assert.Equal(2, result.ExitCode);
        foreach (var expected in new[]
        {
            "'/no/such/catalog.json' does not exist", "line 5: Gateway:MaxBodyBytes", "line 7: Gateway:Forwarding:KeepAliveAftr",
            "line 8: Gateway:Forwarding:Timeouts:InteractiveFast", "HoldOrder 'by-mood'", "line 11: Gateway:ScrapeInterval: 'often'", "line 13: Gatewayy",
            "OTEL_TRACES_SAMPLR: this name is not known here; did you mean OTEL_TRACES_SAMPLER?",
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
              "CatalogFile": "{{catalog}}", "FleetFile": "{{folder.Write("fleet.json", $$"""{ "region": "{{DemoCatalog().Regions[0].Id}}", "version": 1, "replicas": [] }""")}}" }, "Logging": { "LogLevel": { "Default": "Warning" } },
              "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4317", "OTEL_TRACES_SAMPLER_ARG": 0.1 }
            """);
        Assert.Contains("is fine", (await CliProgram.Succeeds("check-config", path)).Output, StringComparison.Ordinal);
        Assert.Contains("is fine", (await CliProgram.Succeeds("check-config", catalog)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_the_environment_count_as_at_a_start()
    {
        using var folder = new TemporaryFolder();
        var catalog = folder.Write("catalog.json", JsonSerializer.Serialize(DemoCatalog(), SharedJson.Default.CatalogDocument));
        var path = folder.Write("gateway.json", $$"""
            { "Gateway": { "Region": "{{DemoCatalog().Regions[0].Id}}", "PublicUrl": "http://127.0.0.1:8080", "AdminUrl": "http://127.0.0.1:8081",
              "CatalogFile": "{{catalog}}", "FleetFile": "{{folder["fleet.json"]}}",
              "Peers": [ { "Region": "{{DemoCatalog().Regions[1].Id}}", "Url": "http://127.0.0.1:1" } ] } }
            """);
        await CliProgram.Refuses("Peers need a PeerSecret (in the environment: Gateway__PeerSecret)", "check-config", path);
        var result = await CliProgram.Run("Gateway__PeerSecret=0123456789abcdef0123456789abcdef", ["check-config", path]);
        Assert.True(result.ExitCode == 0, result.Errors);
        var broken = await CliProgram.Run("Gateway__MaxBodyBytes=many", ["check-config", path]);
        Assert.Contains("Gateway:MaxBodyBytes: 'many'", broken.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Gateway": { "Forwarding": { "KeepAliveAftr": "00:00:05" } } }""", "Gateway:Forwarding:KeepAliveAftr: this name is not known here; did you mean KeepAliveAfter?")]
    [InlineData("""{ "Gateway": { "Routing": { "Breaker": { "minAttempt": 3 } } } }""", "Gateway:Routing:Breaker:minAttempt: this name is not known here; did you mean MinAttempts?")]
    [InlineData("""{ "Gateway": { "Siblings": { "Colour": "red" } } }""", "Gateway:Siblings:Colour: this name is not known here; there are Redis, Urls, ")]
    [InlineData("""{ "Gateway": {}, "Envelop": {} }""", "Envelop: this name is not known here; did you mean Envelope?")]
    [InlineData("""{ "Gateway": { "ScrapeInterval": 5 } }""", "Gateway:ScrapeInterval: '5' would be 5 days; write a duration like 00:00:01.500.")]
    [InlineData("""{ "Gateway": { "Peers": "west" } }""", "Gateway:Peers: 'west' stands where a list is expected.")]
    [InlineData("""{ "Gateway": { "MaxBodyBytes": [1] } }""", "Gateway:MaxBodyBytes: one value is expected here, a whole number, and not several.")]
    [InlineData("""{ "Gateway": { "AdminUrl": "http://127.0.0.1:8080", "PublicUrl": "http://0.0.0.0:8080" } }""", "Gateway:AdminUrl: port 8080 is that of PublicUrl too")]
    [InlineData("""{ "Gateway": { "AdminKeyFile": "/no/such/secret" } }""", "Gateway:AdminKeyFile: '/no/such/secret' does not exist.")]
    [InlineData("""{ "Gateway": { "Region": "x", "region": "y" } }""", "line 1: ")]
    [InlineData("""{ "Scaler": { "Planning": { "Strategi": "lt-u" } } }""", "Scaler:Planning:Strategi: this name is not known here; did you mean Strategy?")]
    [InlineData("""{ "pools": [ { "id": { "deployment": { "model": "m", "region": "r" }, "accelerator": "a" }, "minReplica": 1 } ] }""", "pools:0:minReplica: this name is not known here; did you mean minReplicas?")]
    [InlineData("""{ "pools": [ { "maxReplicas": "many" } ] }""", "pools:0:maxReplicas: \"many\" cannot be read as a whole number.")]
    [InlineData("""[ 1, 2""", "line 1: ")]
    public async Task A_wrong_name_or_value_is_told_with_its_path(string document, string problem)
    {
        using var folder = new TemporaryFolder();
        var result = await CliProgram.Run("check-config", folder.Write("file.json", document));
        Assert.Equal(2, result.ExitCode);
        Assert.True(result.Errors.Contains(problem, StringComparison.Ordinal), $"{problem} is not in:\n{result.Errors}");
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_named_must_be_usable_and_all_are_told_at_once()
    {
        using var folder = new TemporaryFolder();
        var catalog = folder.Write("catalog.json", JsonSerializer.Serialize(DemoCatalog(), SharedJson.Default.CatalogDocument));
        var path = folder.Write("gateway.json", $$"""
            {
              "Gateway": { "Region": "{{DemoCatalog().Regions[0].Id}}", "PublicUrl": "https://127.0.0.1:8080", "AdminUrl": "http://127.0.0.1:8081",
                "CatalogFile": "{{catalog}}",
                "FleetFile": "{{folder.Write("fleet.json", "[]")}}",
                "AdminKeyFile": "{{folder.Write("key", " \n")}}",
                "KeysFile": "{{folder.Write("keys.json", "keys")}}",
                "Tls": { "CertificateFile": "{{folder.Write("cert.pem", "no certificate")}}",
                  "PeerAuthorityFile": "{{folder.Write("roots.pem", "no roots")}}" },
                "Prices": [ { "Model": "gpt-x" } ],
                "PeerSecret": "s",
                "Peers": [ { "Region": "atlantis", "Url": "http://127.0.0.1:1" } ]
              }
            }
            """);
        var result = await CliProgram.Run("check-config", path);
        Assert.Equal(2, result.ExitCode);
        foreach (var expected in new[]
        {
            "line 4: Gateway:FleetFile: ", "line 5: Gateway:AdminKeyFile: ", "line 6: Gateway:KeysFile: ", "line 7: Gateway:Tls:CertificateFile: ",
            "line 8: Gateway:Tls:PeerAuthorityFile: ", "line 9: Gateway:Prices:0:Model: the catalog has no model 'gpt-x'", "line 11: Gateway:Peers:0:Region: the catalog has no region 'atlantis'",
        })
        {
            Assert.True(result.Errors.Contains(expected, StringComparison.Ordinal), $"{expected} is not in:\n{result.Errors}");
        }
    }

    [Theory]
    [InlineData("""  "Siblings": { "Redis": "127.0.0.1:6379" }  """, true, true)]
    [InlineData("""  "Siblings": { "Urls": ["http://127.0.0.1:8080", "http://127.0.0.1:8180"] }  """, true, true)]
    [InlineData("""  "Siblings": { "Redis": "127.0.0.1:6379" }, "Store": { "Kind": "redis", "Redis": "127.0.0.1:6379" }  """, false, true)]
    [InlineData("""  "Siblings": { "Redis": "127.0.0.1:6379" }, "Files": { "Shared": true }  """, true, false)]
    [InlineData("""  "Siblings": { "Redis": "127.0.0.1:6379" }, "Store": { "Kind": "redis", "Redis": "127.0.0.1:6379" }, "Files": { "Folder": "/mnt/batches", "Shared": true }  """, false, false)]
    [InlineData("""  "Siblings": { "Redis": "127.0.0.1:6379" }, "Store": { "Kind": "redis", "Redis": "127.0.0.1:6379" }, "Files": { "Kind": "s3", "S3": { "Bucket": "b" } }  """, false, false)]
    [InlineData("""  "Siblings": { "Urls": ["http://127.0.0.1:8080"] }  """, false, false)]
    [InlineData("""  "Files": { "Shared": true }  """, false, false)]
    public async Task Several_gateways_need_an_index_and_files_that_all_of_them_have(string section, bool isIndexRefused, bool isFolderRefused)
    {
        using var folder = new TemporaryFolder();
        var catalog = folder.Write("catalog.json", JsonSerializer.Serialize(DemoCatalog(), SharedJson.Default.CatalogDocument));
        var path = folder.Write("gateway.json", $$"""
            { "Gateway": { "Region": "{{DemoCatalog().Regions[0].Id}}", "PublicUrl": "http://127.0.0.1:8080", "AdminUrl": "http://127.0.0.1:8081",
              "CatalogFile": "{{catalog}}", "FleetFile": "{{folder.Write("fleet.json", $$"""{ "region": "{{DemoCatalog().Regions[0].Id}}", "version": 1, "replicas": [] }""")}}",
              "PeerSecret": "0123456789abcdef0123456789abcdef", {{section}} } }
            """);
        var result = await CliProgram.Run("check-config", path);
        Assert.Equal(isIndexRefused || isFolderRefused ? 2 : 0, result.ExitCode);
        Assert.Equal(isIndexRefused, result.Errors.Contains("Gateway:Store:Kind: Kind sqlite is the index of one gateway", StringComparison.Ordinal));
        Assert.Equal(isFolderRefused, result.Errors.Contains("Gateway:Files:Kind: Kind folder is this gateway's own folder", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_settings_of_a_bucket_are_all_told_at_once()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("gateway.json", """
            { "Gateway": { "Files": { "Kind": "s3", "KeepInputs": "00:10:00", "SweepEvery": "00:00:00.1", "MaxFilesPerTenant": 0,
              "S3": { "Endpoint": "minio:9000", "Prefix": "a//b", "AccessKeyId": "id", "Timeout": "00:00:00.5" } } } }
            """);
        var result = await CliProgram.Run("check-config", path);
        Assert.Equal(2, result.ExitCode);
        foreach (var expected in new[]
        {
            "Gateway:Files:KeepInputs: KeepInputs 00:10:00 must be 0", "Gateway:Files:SweepEvery: ", "Gateway:Files:MaxFilesPerTenant: ", "Gateway:Files:S3:Bucket: ",
            "Gateway:Files:S3:Endpoint: ", "Gateway:Files:S3:Prefix: ", "Gateway:Files:S3:AccessKeyId: ", "Gateway:Files:S3:Timeout: ",
        })
        {
            Assert.True(result.Errors.Contains(expected, StringComparison.Ordinal), $"{expected} is not in:\n{result.Errors}");
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_with_code_2() =>
        await CliProgram.Refuses("there is no file '/no/such.json'", "check-config", "/no/such.json");

    private static CatalogDocument DemoCatalog() =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(Repository.Root, "src", "Simulator", "Data", "demo-catalog.json")), SharedJson.Default.CatalogDocument)!;
}
