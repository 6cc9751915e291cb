using System.Globalization;
using Spectre.Console;

namespace SageServe.Cli;

/// <summary>A table that renews itself, for terminals.</summary>
internal sealed class LiveView(UpPlan plan) : IRunView
{
    public void Say(string line) => AnsiConsole.MarkupLineInterpolated($"[grey]{line}[/]");

    public async Task ShowAsync(Func<CancellationToken, Task<RunStatus>> status, Task done) =>
        await AnsiConsole.Live(new Text("Load starts ...")).AutoClear(false).StartAsync(async context =>
        {
            while (!done.IsCompleted)
            {
                context.UpdateTarget(Draw(await status(CancellationToken.None)));
                context.Refresh();
                await Task.WhenAny(done, Task.Delay(TimeSpan.FromSeconds(1)));
            }
        });

    private Rows Draw(RunStatus now)
    {
        var left = now.Total is { } total ? $" of {DurationText.Short(total)}" : "";
        var clocks = Line($"Request time {DurationText.Short(now.Elapsed)}{left}   Envelope time {now.EnvelopeNow.ToDateTimeOffset():ddd HH:mm} (x{plan.Envelope.Speed:0})");
        var load = Line($"Requests {now.Sent} sent, {now.InFlight} in flight, {now.Failed} failed, {now.RequestsPerSecond:0.0}/s   TTFT (fast tier, last second) p50 {now.TtftP50 ?? 0:0.00} s, p95 {now.TtftP95 ?? 0:0.00} s");
        return new Rows([clocks, load, Fleet(now), Line($"Plan     {now.PlanLine}"), .. now.LastActions.Select(a => Line($"Action   {a}")), Line($"Ctrl-C ends the run with its summary.")]);
    }

    private static Table Fleet(RunStatus now)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("region", "model", "ready", "starting", "draining", "KV use", "in flight", "held", "queue");
        foreach (var d in now.Deployments)
        {
            table.AddRow(
                Markup.Escape(d.Region), Markup.Escape(d.Model), Number(d.Ready), Number(d.Starting), Number(d.Draining), Bar(d.Utilization), Number(d.InFlight), Number(d.Held), Number(d.Deferred));
        }

        return table;
    }

    private static string Bar(double share)
    {
        var cells = Math.Clamp((int)Math.Round(share * 10), 0, 10);
        var colour = share > 0.7 ? "red" : share > 0.5 ? "yellow" : "green";
        return string.Create(CultureInfo.InvariantCulture, $"[{colour}]{new string('█', cells)}[/]{new string('·', 10 - cells)} {share * 100,3:0} %");
    }

    private static string Number(int value) => value == 0 ? "[grey]0[/]" : value.ToString(CultureInfo.InvariantCulture);

    private static Text Line(FormattableString line) => new(line.ToString(CultureInfo.InvariantCulture));
}
