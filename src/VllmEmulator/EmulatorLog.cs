namespace SageServe.VllmEmulator;

/// <summary>All log messages of the emulator; ids 3000-3999, never reused.</summary>
internal static partial class EmulatorLog
{
    [LoggerMessage(3000, LogLevel.Information, "Replica {Replica} of {Pool} allocated on port {Port}")]
    public static partial void Allocated(this ILogger logger, InstanceId replica, PoolId pool, int port);

    [LoggerMessage(3001, LogLevel.Information, "Replica {Replica} is ready")]
    public static partial void Ready(this ILogger logger, InstanceId replica);

    [LoggerMessage(3002, LogLevel.Information, "Replica {Replica} drains, at most {Limit}")]
    public static partial void Draining(this ILogger logger, InstanceId replica, TimeSpan limit);

    [LoggerMessage(3003, LogLevel.Warning, "Replica {Replica} still had work after {Limit} of draining")]
    public static partial void DrainLimitReached(this ILogger logger, InstanceId replica, TimeSpan limit);

    [LoggerMessage(3004, LogLevel.Information, "Replica {Replica} stopped")]
    public static partial void Stopped(this ILogger logger, InstanceId replica);

    [LoggerMessage(3005, LogLevel.Warning, "Replica {Replica} killed, as asked")]
    public static partial void Killed(this ILogger logger, InstanceId replica);

    [LoggerMessage(3006, LogLevel.Error, "Replica {Replica} ended by itself")]
    public static partial void Crashed(this ILogger logger, InstanceId replica);

    [LoggerMessage(3007, LogLevel.Information, "Replica {Replica} was stopped while it started")]
    public static partial void StartCancelled(this ILogger logger, InstanceId replica);

    [LoggerMessage(3008, LogLevel.Error, "Replica {Replica} could not start")]
    public static partial void StartFailed(this ILogger logger, Exception exception, InstanceId replica);

    [LoggerMessage(3009, LogLevel.Information, "Replica {Replica} plays faults: {Fault}")]
    public static partial void Faulted(this ILogger logger, InstanceId replica, ReplicaFaultDocument? fault);
}
