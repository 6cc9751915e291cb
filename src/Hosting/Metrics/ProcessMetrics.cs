using Prometheus;

namespace SageServe.Hosting;

/// <summary>What the process itself costs, read when metrics are collected. A costlier request shows here before its pauses do.</summary>
internal sealed class ProcessMetrics
{
    private static readonly Lazy<ProcessMetrics> One = new(static () => new ProcessMetrics());

    private readonly Counter _cpu = Instruments.Counter(MetricNames.ProcessCpu);
    private readonly Gauge _memory = Instruments.Gauge(MetricNames.ProcessMemory);
    private readonly Gauge _heap = Instruments.Gauge(MetricNames.HeapBytes);
    private readonly Counter _pause = Instruments.Counter(MetricNames.GcPause);
    private readonly Counter _allocated = Instruments.Counter(MetricNames.AllocatedBytes);

    private ProcessMetrics()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Instruments.Gauge(MetricNames.ProcessStart).Set(new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeMilliseconds() / 1000.0);
        Prometheus.Metrics.DefaultRegistry.AddBeforeCollectCallback(Update);
    }

    /// <summary>Tests start many services in one process; its costs are told once.</summary>
    public static void Register(string service)
    {
        Instruments.Gauge(MetricNames.BuildInfo).WithLabels(service, ServiceVersion.Current).Set(1);
        _ = One.Value;
    }

    private void Update()
    {
        _cpu.IncTo(Environment.CpuUsage.TotalTime.TotalSeconds);
        _memory.Set(Environment.WorkingSet);
        _heap.Set(GC.GetTotalMemory(forceFullCollection: false));
        _pause.IncTo(GC.GetTotalPauseDuration().TotalSeconds);
        _allocated.IncTo(GC.GetTotalAllocatedBytes());
    }
}
