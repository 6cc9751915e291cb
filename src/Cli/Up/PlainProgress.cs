using System.Globalization;

namespace SageServe.Cli;

/// <summary>A line every few seconds, for logs and pipes. It goes to standard error, the summary to standard output.</summary>
internal sealed class PlainProgress : IRunView
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public void Say(string line) => Console.Error.WriteLine(line);

    public async Task ShowAsync(Func<CancellationToken, Task<RunStatus>> status, Task done)
    {
        while (!done.IsCompleted)
        {
            await Task.WhenAny(done, Task.Delay(Every));
            if (!done.IsCompleted)
            {
                Say(Line(await status(CancellationToken.None)));
            }
        }
    }

    private static string Line(RunStatus now)
    {
        var replicas = now.Deployments.GroupBy(d => d.Model)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Sum(d => d.Ready)}+{g.Sum(d => d.Starting)} ({g.Average(d => d.Utilization) * 100:0} %)"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{now.Elapsed.TotalSeconds,5:0} s  envelope {now.EnvelopeNow.ToDateTimeOffset():ddd HH:mm}  {now.Sent} sent, {now.InFlight} in flight, {now.Failed} failed, {now.RequestsPerSecond:0.0}/s, TTFT p95 {now.TtftP95 ?? 0:0.00} s  ready+starting {string.Join(", ", replicas)}  held {now.Deployments.Sum(d => d.Held)}, queued {now.Deployments.Sum(d => d.Deferred)}  {now.PlanLine}");
    }
}
