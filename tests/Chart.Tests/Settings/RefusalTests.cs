namespace SageServe.Chart.Tests;

/// <summary>Values that nobody knows, of the wrong kind, or that do not go together are refused before anything reaches a cluster.</summary>
public sealed class RefusalTests
{
    private const string Several = "gateway: { replicaCount: 2 }";

    [Theory]
    [InlineData("replicas: 3", "additional properties 'replicas' not allowed")]
    [InlineData("gateway: { replicCount: 3 }", "additional properties 'replicCount' not allowed")]
    [InlineData("gateway: { image: { name: x } }", "additional properties 'name' not allowed")]
    [InlineData("gateway: { autoscaling: { enable: true } }", "additional properties 'enable' not allowed")]
    [InlineData("gateway: { config: { Gatway: {} } }", "additional properties 'Gatway' not allowed")]
    [InlineData("gateway: { persistence: { accessModes: [ReadWriteSome] } }", "at '/gateway/persistence/accessModes/0'")]
    [InlineData("scaler: { mode: both }", "at '/scaler/mode'")]
    [InlineData("scaler: { dryRun: \"no\" }", "at '/scaler/dryRun'")]
    [InlineData("scaler: { source: { kind: promethius } }", "at '/scaler/source/kind'")]
    [InlineData("auth: { keys: file }", "at '/auth/keys'")]
    [InlineData("redis: { password: x }", "additional properties 'password' not allowed")]
    [InlineData("externalRedis: { tls: true }", "at '/externalRedis/tls'")]
    [InlineData("peers: [{ region: west }]", "missing property 'url'")]
    [InlineData("peers: [{ region: west, url: gateway.west }]", "at '/peers/0/url'")]
    [InlineData("engines: []", "at '/engines'")]
    [InlineData("engines: [{ name: A_b, model: m, accelerator: a, maxReplicas: 1 }]", "at '/engines/0/name'")]
    [InlineData("engines: [{ name: a, model: m, accelerator: a, maxReplicas: 1, gpu: 2 }]", "additional properties 'gpu' not allowed")]
    [InlineData("engineDefaults: { preStopSeconds: 0 }", "at '/engineDefaults/preStopSeconds'")]
    [InlineData("catalog: { model: [] }", "additional properties 'model' not allowed")]
    [InlineData("ingress: { hosts: [llm.example.com] }", "at '/ingress/hosts/0'")]
    [InlineData("serviceMonitor: { enabled: true, interval: often }", "at '/serviceMonitor/interval'")]
    [InlineData("service: { port: 0 }", "at '/service/port'")]
    public async Task A_wrong_value_is_refused_with_its_place(string values, string said)
    {
        Helm.Require();
        await Helm.RefusesAsync(said, values);
    }

    [Theory]
    [InlineData(Several, "set redis.enabled or externalRedis.host")]
    [InlineData("gateway: { replicaCount: 2 }\nredis: { enabled: true }", "Several gateways need files that all of them have")]
    [InlineData("gateway: { replicaCount: 2, persistence: { enabled: true, accessModes: [ReadWriteMany] } }\nredis: { enabled: true }", "scrape reads one gateway")]
    [InlineData("scaler: { source: { kind: prometheus } }", "set scaler.source.prometheusUrl")]
    [InlineData("auth: { keys: redis }", "auth.keys is redis")]
    [InlineData("auth: { keys: secret }", "auth.keys is secret")]
    [InlineData("redis: { enabled: true }\nexternalRedis: { host: a }", "exclude each other")]
    [InlineData("peers: [{ region: w, url: \"http://w\", scalerUrl: \"http://w\" }]", "the same peer secret in every region")]
    [InlineData("secrets: { peerSecret: x }\npeers: [{ region: w, url: \"http://w\" }]", "w has no scalerUrl")]
    [InlineData("ingress: { enabled: true }", "set ingress.hosts")]
    [InlineData("httpRoute: { enabled: true }", "set httpRoute.parentRefs")]
    [InlineData("engines: [{ name: a, model: m, accelerator: x, maxReplicas: 1 }, { name: a, model: o, accelerator: x, maxReplicas: 1 }]", "'a' stands there twice")]
    public async Task What_does_not_go_together_is_refused_with_a_sentence(string values, string said)
    {
        Helm.Require();
        await Helm.RefusesAsync(said, values);
    }
}
