using Microsoft.Extensions.Logging;

namespace SageServe.Hosting;

/// <summary>Every log message of Hosting; ids 500-599, never reused.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(500, LogLevel.Information, "Shutdown asked for; not ready any more, listeners close in {Delay}.")]
    public static partial void DrainBegan(this ILogger logger, TimeSpan delay);

    [LoggerMessage(501, LogLevel.Information, "The parent process is gone (stdin ended): stopping.")]
    public static partial void ParentGone(this ILogger logger);

    [LoggerMessage(502, LogLevel.Information, "Reloaded {Path}.")]
    public static partial void FileReloaded(this ILogger logger, string path);

    [LoggerMessage(503, LogLevel.Warning, "{Path} was not reloaded, the last good content stays: {Problem}")]
    public static partial void FileNotReloaded(this ILogger logger, string path, string problem);

    [LoggerMessage(504, LogLevel.Error, "The decision log cannot be written; decisions are dropped and counted from here on.")]
    public static partial void DecisionLogFailed(this ILogger logger, Exception exception);

    [LoggerMessage(505, LogLevel.Error, "A decision could not be written as JSON and was dropped.")]
    public static partial void DecisionEntryFailed(this ILogger logger, Exception exception);

    [LoggerMessage(506, LogLevel.Information, "{Service} {Version} started; admin at {AdminUrl}.")]
    public static partial void Started(this ILogger logger, string service, string version, string adminUrl);

    [LoggerMessage(508, LogLevel.Information, "Configuration {Version} taken; what runs goes on")]
    public static partial void ConfigurationTaken(this ILogger logger, long version);

    [LoggerMessage(509, LogLevel.Warning, "Changed, and needs a restart: {Names}")]
    public static partial void NeedsRestart(this ILogger logger, string names);

    [LoggerMessage(510, LogLevel.Warning, "Passed over in the configuration: {Problem}")]
    public static partial void NameUnknown(this ILogger logger, string problem);

    [LoggerMessage(507, LogLevel.Warning, "Asked to end a second time: ending at once, what runs is cut.")]
    public static partial void EndsAtOnce(this ILogger logger);
}
