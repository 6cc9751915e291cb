using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>
/// Configuration of the proxies and the requests. The gateway is configured as shipped, with a key file; its catalog describes hardware so large
/// that nothing is ever held, as what is measured is the way through.
/// </summary>
internal sealed class BenchFiles(RunDirectory directory, int upstream)
{
    public const string Key = "sk-bench-of-this-run-only";
    private const string Model = "bench-model";
    private const int PromptBytes = 4096;

    private static readonly RegionId Region = new("bench");
    private static readonly AcceleratorId Gpu = new("gpu");

    public string Body(bool stream)
    {
        // Messages first and the model after them, as the official Python client writes it: who looks for the model reads past the prompt.
        var prompt = string.Concat(Enumerable.Repeat("What would you say about the weather of that day? ", PromptBytes / 50));
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
            ["model"] = Model,
            ["max_tokens"] = 64,
            ["stream"] = stream,
        };
        return Write(stream ? "stream.json" : "whole.json", body.ToJsonString());
    }

    /// <param name="port">Of clients.</param>
    /// <param name="admin">Of operators.</param>
    /// <param name="adjust">Changes the section <c>Gateway</c>.</param>
    /// <param name="replicas">How many names the one upstream has.</param>
    public string Gateway(int port, int admin, Action<JsonObject>? adjust = null, int replicas = 1)
    {
        Write("catalog.json", JsonSerializer.Serialize(Catalog(), SharedJson.Default.CatalogDocument));
        FleetReplica Replica(int n) => new(new InstanceId($"bench-{n}"), new ModelId(Model), Gpu, $"http://127.0.0.1:{upstream}", false);
        Write("fleet.json", JsonSerializer.Serialize(new FleetDocument(Region, 1, [.. Enumerable.Range(1, replicas).Select(Replica)]), SharedJson.Default.FleetDocument));
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        Write("keys.json", new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["sha256"] = hash, ["tenant"] = "bench" }) }.ToJsonString());
        var gateway = new JsonObject
        {
            ["Region"] = Region.Value,
            ["PublicUrl"] = $"http://127.0.0.1:{port}",
            ["AdminUrl"] = $"http://127.0.0.1:{admin}",
            ["CatalogFile"] = directory.File("catalog.json"),
            ["FleetFile"] = directory.File("fleet.json"),
            ["KeysFile"] = directory.File("keys.json"),
            ["DataDirectory"] = directory.Folder("data"),
        };
        adjust?.Invoke(gateway);
        return Write("gateway.json", new JsonObject { ["Gateway"] = gateway }.ToJsonString());
    }

    public string Nginx(int port) => Write("nginx.conf", $$"""
        daemon off;
        master_process off;
        pid {{directory.File("nginx.pid")}};
        error_log stderr error;
        events { worker_connections 4096; }
        http {
          access_log off;
          client_body_temp_path {{directory.Folder("nginx-body")}};
          proxy_temp_path {{directory.Folder("nginx-proxy")}};
          fastcgi_temp_path {{directory.Folder("nginx-fastcgi")}};
          uwsgi_temp_path {{directory.Folder("nginx-uwsgi")}};
          scgi_temp_path {{directory.Folder("nginx-scgi")}};
          keepalive_requests 1000000;
          upstream engines { server 127.0.0.1:{{upstream}}; keepalive 512; keepalive_requests 1000000; }
          server {
            listen 127.0.0.1:{{port}};
            location / {
              proxy_pass http://engines;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
            }
          }
        }

        """);

    public string HaProxy(int port) => Write("haproxy.cfg", $$"""
        global
          maxconn 4096
          nbthread 1
        defaults
          mode http
          timeout connect 5s
          timeout client 10m
          timeout server 10m
          http-reuse always
        frontend clients
          bind 127.0.0.1:{{port}}
          default_backend engines
        backend engines
          server engine 127.0.0.1:{{upstream}}

        """);

    private static CatalogDocument Catalog() => new()
    {
        Models = [new ModelSpec(new ModelId(Model), 1_000_000, 1000, 131_072)],
        Accelerators = [new AcceleratorSpec(Gpu, 1, 1_000_000_000_000, 1)],
        Profiles =
        [
            new ThroughputProfile
            {
                Model = new ModelId(Model),
                Accelerator = Gpu,
                Prefill = [new StepPoint(128, 0.000_001), new StepPoint(131_072, 0.000_01)],
                Decode = [new StepPoint(1, 0.000_01), new StepPoint(4096, 0.000_02)],
                KvCapacityTokens = 100_000_000,
                MaxSequences = 4096,
                MaxBatchedTokens = 131_072,
                ReferenceSequences = 1024,
                ColdStart = TimeSpan.FromMinutes(1),
                Source = "made up: an engine that is never the limit",
            },
        ],
        Regions = [new RegionSpec(Region, [new RegionCapacity(Gpu, 1)], [])],
        Pools = [new PoolSpec(new PoolId(new DeploymentId(new ModelId(Model), Region), Gpu), 0, 1, 1)],
        ServedNames = [new ServedName(Model, new ModelId(Model))],
        ServiceLevels = Levels(),
    };

    private static ImmutableArray<ServiceLevel> Levels() =>
    [
        new(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100), null, 3, TimeSpan.FromSeconds(5), 0.95),
        new(ServiceTier.InteractiveNormal, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200), null, 3, TimeSpan.FromSeconds(5), 0.95),
        new(ServiceTier.NonInteractive, null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), 3, TimeSpan.FromMinutes(1), 0.99),
    ];

    private string Write(string name, string text)
    {
        var path = directory.File(name);
        File.WriteAllText(path, text);
        return path;
    }
}
