using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>What a pod's template says of its end.</summary>
public static class PodEnding
{
    /// <summary>How long its preStop hook takes: a sleep action, or a <c>sleep</c> command.</summary>
    public static TimeSpan PreStop(JsonObject pod)
    {
        var hook = pod.Objects("spec.containers").FirstOrDefault().At("lifecycle.preStop");
        var words = (hook.At("exec.command") as JsonArray ?? []).SelectMany(w => w!.ToString().Split(' ')).ToArray();
        var at = Array.IndexOf(words, "sleep");
        return TimeSpan.FromSeconds(hook.Number("sleep.seconds") ?? (at >= 0 ? Number(words.ElementAtOrDefault(at + 1)) : 0));
    }

    /// <summary>vLLM's <c>--shutdown-timeout</c>: how long running requests may finish after SIGTERM; they are cut at once where it is absent.</summary>
    public static TimeSpan Shutdown(JsonObject pod)
    {
        var words = pod.Objects("spec.containers").SelectMany(c => new[] { "command", "args" }.SelectMany(p => c[p] as JsonArray ?? []))
            .SelectMany(w => w!.ToString().Split(' ', '=')).ToArray();
        var at = Array.IndexOf(words, "--shutdown-timeout");
        return TimeSpan.FromSeconds(at >= 0 ? Number(words.ElementAtOrDefault(at + 1)) : 0);
    }

    private static double Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
