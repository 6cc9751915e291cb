using System.Globalization;
using System.Text;

namespace SageServe.Scaler.Tests;

/// <summary>What a scripted gateway tells of the work at its pool.</summary>
internal sealed record ScriptedWork
{
    /// <summary>Interactive requests by ready replica.</summary>
    public (string Replica, double Requests)[] Interactive { get; init; } = [];

    /// <summary>Waiting, prompt tokens, output tokens of patient requests at replicas.</summary>
    public (double Waiting, double Prompt, double Output) Patient { get; init; }

    public string Store { get; init; } = "redis";

    /// <summary>The same of the deferred queue.</summary>
    public (double Waiting, double Prompt, double Output) Queue { get; init; }

    /// <summary>Replicas due of the deferred queue, and its work seconds at each horizon; null tells nothing of it.</summary>
    public (double Replicas, double[] Seconds)? Due { get; init; }

    public void AppendTo(StringBuilder text, string pool)
    {
        foreach (var (replica, requests) in Interactive)
        {
            Append(text, MetricNames.ReplicaInteractive, $"{pool},replica=\"{replica}\"", requests);
        }

        Append(text, MetricNames.PoolPatientWaiting, pool, Patient.Waiting);
        Append(text, MetricNames.PoolPatientPrompt, pool, Patient.Prompt);
        Append(text, MetricNames.PoolPatientOutput, pool, Patient.Output);
        var queue = $"{pool},store=\"{Store}\"";
        Append(text, MetricNames.PoolDeferredWaiting, queue, Queue.Waiting);
        Append(text, MetricNames.PoolDeferredPrompt, queue, Queue.Prompt);
        Append(text, MetricNames.PoolDeferredOutput, queue, Queue.Output);
    }

    /// <summary>What is told by deployment. Prompts are ten tokens a second of work.</summary>
    public void AppendDue(StringBuilder text, string deployment)
    {
        if (Due is not { } due)
        {
            return;
        }

        var queue = $"{deployment},store=\"{Store}\"";
        Append(text, MetricNames.BacklogReplicasDue, queue, due.Replicas);
        for (var i = 0; i < due.Seconds.Length; i++)
        {
            Append(text, MetricNames.BacklogDueWork, $"{queue},within=\"{DueHorizons.Names[i]}\"", due.Seconds[i]);
            Append(text, MetricNames.BacklogDuePrompt, $"{queue},within=\"{DueHorizons.Names[i]}\"", due.Seconds[i] * 10);
        }
    }

    private static void Append(StringBuilder text, MetricName metric, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{metric.Name}{{{labels}}} {value:R}\n");
}
