namespace SageServe.Scaler;

/// <summary>Of the actuator for Kubernetes; ids 2100-2199.</summary>
internal static partial class ScalerLog
{
    [LoggerMessage(2100, LogLevel.Information, "{Kind} {Name}: {Reason}: {Message}")]
    public static partial void WorkloadTold(this ILogger logger, string kind, string name, string reason, string message);

    [LoggerMessage(2101, LogLevel.Warning, "{Kind} {Name}: {Reason}: {Message}")]
    public static partial void WorkloadWarned(this ILogger logger, string kind, string name, string reason, string message);

    [LoggerMessage(2102, LogLevel.Warning, "Events can't be written: {Problem}")]
    public static partial void EventsNotWritten(this ILogger logger, string problem);

    [LoggerMessage(2103, LogLevel.Warning, "{Kind} {Name} could not be looked after: {Problem}. It is tried again.")]
    public static partial void WorkloadFailed(this ILogger logger, string kind, string name, string problem);
}
