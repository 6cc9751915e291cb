using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Fields that the real server fills in.</summary>
internal static class ObjectDefaults
{
    public static void Fill(ResourceType type, JsonObject item)
    {
        if (type == ResourceTypes.Pods)
        {
            PodSpec(item.Into("spec"));
            item.Into("status")["phase"] ??= "Pending";
            return;
        }

        if (type == ResourceTypes.Namespaces)
        {
            // It goes when all that is in it is gone.
            item.Into("spec")["finalizers"] = new JsonArray("kubernetes");
            item["status"] = new JsonObject { ["phase"] = "Active" };
        }

        if (type.HasScale)
        {
            var spec = item.Into("spec");
            spec["replicas"] ??= 1;
            item["status"] = new JsonObject { ["replicas"] = 0 };
        }

        if (type == ResourceTypes.Deployments)
        {
            Deployment(item.Into("spec"));
        }

        if (type == ResourceTypes.StatefulSets)
        {
            var spec = item.Into("spec");
            spec["podManagementPolicy"] ??= "OrderedReady";
            spec["serviceName"] ??= "";
            spec["updateStrategy"] ??= new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["partition"] = 0 } };
        }

        if (item.At("spec.template.spec") is JsonObject template)
        {
            PodSpec(template);
        }
    }

    private static void Deployment(JsonObject spec)
    {
        if (spec.Text("strategy.type") is null or "RollingUpdate")
        {
            spec.Into("strategy")["type"] = "RollingUpdate";
            var rolling = spec.Into("strategy.rollingUpdate");
            rolling["maxUnavailable"] ??= "25%";
            rolling["maxSurge"] ??= "25%";
        }

        spec["revisionHistoryLimit"] ??= 10;
        spec["progressDeadlineSeconds"] ??= 600;
    }

    private static void PodSpec(JsonObject spec)
    {
        spec["restartPolicy"] ??= "Always";
        spec["terminationGracePeriodSeconds"] ??= 30;
        spec["dnsPolicy"] ??= "ClusterFirst";
        spec["schedulerName"] ??= "default-scheduler";
        spec["securityContext"] ??= new JsonObject();
        foreach (var container in spec.Objects("containers"))
        {
            container["resources"] ??= new JsonObject();
            container["imagePullPolicy"] ??= "IfNotPresent";
            container["terminationMessagePath"] ??= "/dev/termination-log";
            container["terminationMessagePolicy"] ??= "File";
            foreach (var port in container.Objects("ports"))
            {
                port["protocol"] ??= "TCP";
            }
        }
    }
}
