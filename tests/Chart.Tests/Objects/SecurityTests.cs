using System.Text.Json.Nodes;

namespace SageServe.Chart.Tests;

/// <summary>No pod of the chart runs as root, writes to its image or asks for more than it needs.</summary>
public sealed class SecurityTests(Renderings renderings)
{
    [Fact]
    public void Every_pod_runs_without_root_and_with_the_runtimes_seccomp_profile()
    {
        foreach (var (name, spec) in renderings.All.Values.SelectMany(m => m.Pods))
        {
            var security = spec["securityContext"]!;
            Assert.True((bool)security["runAsNonRoot"]!, name);
            Assert.True((int)security["runAsUser"]! > 0, name);
            Assert.Equal("RuntimeDefault", (string)security["seccompProfile"]!["type"]!);
            Assert.All(new[] { "hostNetwork", "hostPID", "hostIPC" }, host => Assert.Null(spec[host]));
        }
    }

    [Fact]
    public void Every_container_has_no_capabilities_a_root_that_cannot_be_written_and_bounds()
    {
        foreach (var (name, container) in Containers())
        {
            var security = container["securityContext"]!;
            Assert.False((bool)security["allowPrivilegeEscalation"]!, name);
            Assert.True((bool)security["readOnlyRootFilesystem"]!, name);
            Assert.Equal("ALL", (string)security["capabilities"]!["drop"]!.AsArray().Single()!);
            Assert.Null(security["privileged"]);
            Assert.NotEmpty(container["resources"]!["limits"]!.AsObject());
        }
    }

    [Fact]
    public void What_is_written_has_a_volume_and_each_mount_names_one()
    {
        foreach (var (name, spec) in renderings.All.Values.SelectMany(m => m.Pods))
        {
            var volumes = spec["volumes"]?.AsArray().Select(v => (string)v!["name"]!).ToList() ?? [];
            Assert.Equal(volumes.Distinct(), volumes);
            var claims = name.Contains("redis", StringComparison.Ordinal) ? ["data"] : Array.Empty<string>();
            Assert.All(Manifest.Containers(spec).SelectMany(c => c["volumeMounts"]?.AsArray() ?? []), m => Assert.Contains((string)m!["name"]!, volumes.Concat(claims)));
            Assert.All(volumes, v => Assert.Contains(v, Manifest.Containers(spec).SelectMany(c => c["volumeMounts"]!.AsArray()).Select(m => (string)m!["name"]!)));
        }

        foreach (var gateway in renderings.All.Values.Select(m => m.PodOf("-gateway")["containers"]![0]!))
        {
            var writable = gateway["volumeMounts"]!.AsArray().Where(m => m!["readOnly"] is null).Select(m => (string)m!["mountPath"]!).ToList();
            Assert.Contains("/tmp", writable);
            Assert.Contains("/var/lib/sageserve", writable);
        }
    }

    [Fact]
    public void No_password_stands_in_a_command_or_a_configuration()
    {
        var redis = renderings["redis-of-its-own"];
        Assert.All(redis.Pods.SelectMany(p => Manifest.Containers(p.Spec)).SelectMany(c => c["env"]?.AsArray() ?? []).Where(e => ((string)e!["name"]!).EndsWith("PASSWORD", StringComparison.Ordinal)), e => Assert.Null(e!["value"]));
        Assert.Contains("password=$(REDIS_PASSWORD)", redis.PodOf("-gateway").ToJsonString(), StringComparison.Ordinal);
        Assert.All(renderings.All.Values.SelectMany(m => m.Of("ConfigMap")), c => Assert.DoesNotContain("password=", c["data"]!.ToJsonString(), StringComparison.Ordinal));
    }

    private IEnumerable<(string Name, JsonNode Container)> Containers() =>
        from manifest in renderings.All
        from pod in manifest.Value.Pods
        from container in Manifest.Containers(pod.Spec)
        select ($"{manifest.Key}: {pod.Name} {container["name"]}", container);
}
