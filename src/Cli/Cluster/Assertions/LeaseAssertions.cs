using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>What elections of a scaler rest on.</summary>
internal static class LeaseAssertions
{
    private const string Micro = "2026-01-02T03:04:05.678901Z";

    public static async Task CreatedOnceAsync(ClusterSite site)
    {
        await site.MakeAsync(Leases(site), Lease("once"));
        WriteAssertions.Refused(await site.PostAsync(Leases(site), Lease("once")), "a second create of a Lease");
    }

    public static async Task OldRefusedAsync(ClusterSite site)
    {
        var old = await site.MakeAsync(Leases(site), Lease("late"));
        old["spec"] = Lease("late", "another")["spec"]!.DeepClone();
        await site.ChangeAsync(Leases(site) + "/late", o => o["spec"] = Lease("late", "a third")["spec"]!.DeepClone());
        WriteAssertions.Refused(await site.SendAsync(HttpMethod.Put, Leases(site) + "/late", old), "an update of a Lease with an old version");
    }

    public static async Task MicroTimeAsync(ClusterSite site)
    {
        await site.MakeAsync(Leases(site), Lease("micro"));
        var kept = (await site.ReadAsync(Leases(site) + "/micro")).FieldText("spec.renewTime");
        ClusterSite.Require(kept == Micro, $"renewTime {Micro} is kept as '{kept}'");
    }

    private static string Leases(ClusterSite site) => site.Api("coordination.k8s.io", "leases");

    private static JsonObject Lease(string name, string holder = "one") => new()
    {
        ["apiVersion"] = "coordination.k8s.io/v1", ["kind"] = "Lease", ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["holderIdentity"] = holder, ["leaseDurationSeconds"] = 15, ["acquireTime"] = Micro, ["renewTime"] = Micro },
    };
}
