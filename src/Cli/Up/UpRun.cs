namespace SageServe.Cli;

/// <summary>THE MAP of <c>up</c>: plan, start, load, collect, stop, report.</summary>
internal sealed class UpRun(UpOptions options)
{
    private readonly SteadyClock _clock = new(TimeProvider.System);

    public async Task<int> RunAsync()
    {
        // (0) everything that can be wrong with the input is found before a process starts
        ReportFile.CheckWritable("--json", options.Json);
        var plan = UpPlan.Make(options, _clock.Now);
        if (options.GrafanaBundle is { } bundle)
        {
            GrafanaBundle.Write(bundle, plan.Ports.PrometheusUrl);
        }

        using var interrupt = new Interrupt();
        IRunView view = Console.IsOutputRedirected || options.Quiet ? new PlainProgress() : new LiveView(plan);
        using var directory = RunDirectory.Create();
        try
        {
            // (1) start
            await using var stack = new Stack(plan, directory, _clock, view);
            using var impatience = interrupt.Second.Register(() =>
            {
                stack.KillNow();
                directory.Dispose();
                Environment.Exit(130);
            });
            await stack.StartAsync(interrupt.First);
            Announce(plan, view);
            var early = plan.Envelope.RealEpoch - _clock.Now;
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, interrupt.First);
            }

            // (2) load until the time is over or Ctrl-C, (3) ask what clients cannot see
            using var load = new OpenLoopReplayer(TimeProvider.System, LoadOptionsOf(options), a => plan.Ports.Regions.Single(r => r.Region == a.Origin).PublicUrl);
            var began = plan.Envelope.ToEnvelope(_clock.Now);
            using var batches = new BatchFeeder(plan, load);
            var batchReport = await LoadAsync(plan, stack, load, batches, view, interrupt);
            var facts = await RunFacts.CollectAsync(plan, stack.Admin);

            // (4) stop, (5) report
            view.Say("Stopping ...");
            await stack.StopAsync();
            var report = UpReport.Make(plan, load, began, batches.LinesSent, facts) with { Batch = batchReport };
            Console.Write(SummaryTable.Text(report));
            if (options.Json is { } path)
            {
                ReportFile.Write(path, report);
            }

            return report.Requests.Failed == 0 ? 0 : 1;
        }
        catch (OperationCanceledException) when (interrupt.First.IsCancellationRequested)
        {
            throw new RunFailedException("Interrupted before the load began; everything is stopped.");
        }
        catch (Exception e) when (e is RunFailedException or HttpRequestException)
        {
            directory.Keep = true;
            view.Say($"Logs of all processes are in {directory.Root}");
            throw e as RunFailedException ?? new RunFailedException(e.Message, e);
        }
    }

    private async Task<BatchReport> LoadAsync(UpPlan plan, Stack stack, OpenLoopReplayer load, BatchFeeder batches, IRunView view, Interrupt interrupt)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(interrupt.First);
        var sending = load.RunAsync(plan.Arrivals(), interrupt.First);
        var feeding = batches.FeedAsync(ended.Token);
        var status = new StatusReader(plan, stack.Admin, load, _clock);
        var death = stack.DeathAsync();
        var over = Task.WhenAny(sending, death, FailureOf(feeding));
        await view.ShowAsync(status.ReadAsync, over);
        if (await over == death)
        {
            throw await death;
        }

        await await over;
        await ended.CancelAsync();
        await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await batches.FinishAsync(interrupt.First.IsCancellationRequested ? TimeSpan.Zero : TimeSpan.FromSeconds(20));
    }

    /// <summary>Ends with the task's exception; never when the task ends well.</summary>
    private static async Task FailureOf(Task task)
    {
        await task;
        await Task.Delay(Timeout.Infinite);
    }

    private static LoadOptions LoadOptionsOf(UpOptions options) => new() { For = options.For ?? TimeSpan.MaxValue, Drain = options.Drain };

    private static void Announce(UpPlan plan, IRunView view)
    {
        var first = plan.Ports.Regions[0];
        foreach (var region in plan.Ports.Regions)
        {
            view.Say($"Gateway {region.Region,-10} {region.PublicUrl}v1   console {region.AdminUrl}console");
        }

        if (plan.Options.Full)
        {
            view.Say($"Prometheus {plan.Ports.PrometheusUrl}");
        }

        if (plan.Options.GrafanaBundle is { } bundle)
        {
            view.Say(GrafanaBundle.Hint(bundle));
        }

        if (plan.Remark is { } remark)
        {
            view.Say(remark);
        }

        view.Say($"Try: curl -N {first.PublicUrl}v1/chat/completions -H 'content-type: application/json' -d '{{\"model\":\"llama-3.1-8b\",\"stream\":true,\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}]}}'");
        view.Say($"Load: {plan.LoadName}{(plan.Options.Trace is null ? "" : FormattableString.Invariant($", arrival rate x{plan.Options.TraceSpeed:0.##}"))}. Two clocks: requests run in real time; the envelope (rate shape, planning, cold starts, GPU-hours) runs x{plan.Envelope.Speed:0.##}, a day in {DurationText.Short(plan.Options.DayIn)}.");
    }
}
