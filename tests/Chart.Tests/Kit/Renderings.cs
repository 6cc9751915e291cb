using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(SageServe.Chart.Tests.Renderings))]

namespace SageServe.Chart.Tests;

/// <summary>The defaults and each example, rendered once for all tests: a call of helm takes a tenth of a second.</summary>
public sealed class Renderings : IAsyncLifetime
{
    /// <summary>Everything that the examples leave out, so that no template is never rendered.</summary>
    private const string Everything = """
        region: { name: eastus }
        commonLabels: { team: serving }
        imagePullSecrets: [registry]
        gateway:
          restartOnConfigChange: true
          podAnnotations: { a: b }
          podLabels: { c: d }
          nodeSelector: { disk: fast }
          tolerations: [{ key: a, operator: Exists }]
          affinity: { nodeAffinity: {} }
          priorityClassName: high
          extraArgs: [--Gateway:Seed=2]
          extraEnv: [{ name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://collector:4317" }]
          extraEnvFrom: [{ secretRef: { name: more } }]
          extraVolumes: [{ name: extra, emptyDir: {} }]
          extraVolumeMounts: [{ name: extra, mountPath: /extra }]
          topologySpreadConstraints: [{ maxSkew: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule }]
          persistence: { enabled: true, storageClass: fast }
        scaler: { mode: sidecar, extraEnv: [{ name: A, value: b }], extraVolumes: [{ name: more, emptyDir: {} }], extraVolumeMounts: [{ name: more, mountPath: /more }] }
        redis: { enabled: true, persistence: { enabled: false } }
        auth: { keys: secret }
        secrets: { keysJson: '{ "keys": [] }', engineKey: "engine-secret" }
        serviceMonitor: { enabled: true }
        prometheusRule: { enabled: true }
        grafana: { dashboards: { enabled: true } }
        networkPolicy: { enabled: true, egress: { enabled: true, extra: [{ ports: [{ port: 9090 }] }] } }
        ipFamily: IPv6
        ingress: { enabled: true, hosts: [{ host: a.example }] }
        httpRoute: { enabled: true, parentRefs: [{ name: public }] }
        engines:
          - { name: big, model: llama-3.1-8b, accelerator: a100-80gb-x2, deploy: true, gpus: 2, maxReplicas: 3, replicas: 2, extraArgs: [--max-model-len=8192], extraEnv: [{ name: A, value: b }], podLabels: { e: f }, resources: { limits: { memory: 64Gi } }, tolerations: [{ operator: Exists }] }
        """;

    private readonly ConcurrentDictionary<string, Manifest> _all = new(StringComparer.Ordinal);

    public static string Examples => Path.Combine(Helm.Chart, "examples");

    internal IReadOnlyDictionary<string, Manifest> All
    {
        get
        {
            Helm.Require();
            return _all;
        }
    }

    internal Manifest this[string name] => All[name];

    /// <summary>The files of an example, those that it goes over first.</summary>
    public static IReadOnlyList<string> Files(string example)
    {
        var first = File.ReadLines(example).First();
        const string over = "# Over: ";
        return first.StartsWith(over, StringComparison.Ordinal) ? [Path.Combine(Examples, first[over.Length..].Split(". ")[0]), example] : [example];
    }

    public async ValueTask InitializeAsync()
    {
        if (!Helm.IsThere)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var everything = folder.Write("everything.yaml", Everything);
        var wanted = Directory.GetFiles(Examples, "*.yaml").Select(f => (Path.GetFileNameWithoutExtension(f), Files(f))).Append(("defaults", [])).Append(("everything", [everything]));
        await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (example, _) =>
            _all[example.Item1] = await Helm.RenderAsync("llm", example.Item2.SelectMany(f => new[] { "-f", f })));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
