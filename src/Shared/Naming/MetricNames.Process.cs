namespace SageServe.Shared;

/// <summary>Of every process.</summary>
public static partial class MetricNames
{
    public static readonly MetricName BuildInfo = new(
        "sageserve_build_info", "Always 1; the labels say what runs.", [LabelNames.Service, LabelNames.Version]);

    public static readonly MetricName ProcessStart = new(
        "sageserve_process_start_time_seconds", "When the process started, Unix time.", []);

    public static readonly MetricName ProcessCpu = new(
        "sageserve_process_cpu_seconds_total", "CPU time of the process, all cores.", []);

    public static readonly MetricName ProcessMemory = new(
        "sageserve_process_resident_memory_bytes", "Memory of the process that is in RAM.", []);

    public static readonly MetricName HeapBytes = new(
        "sageserve_managed_heap_bytes", "Managed heap as it is, garbage included.", []);

    public static readonly MetricName GcPause = new(
        "sageserve_gc_pause_seconds_total", "Time for which garbage collections stopped the process.", []);

    public static readonly MetricName AllocatedBytes = new(
        "sageserve_allocated_bytes_total", "Managed memory allocated since the process started; over requests, what one costs.", []);

    public static readonly MetricName DecisionLogDropped = new(
        "sageserve_decision_log_dropped_total", "Decision records dropped because the writer could not keep up.", []);
}
