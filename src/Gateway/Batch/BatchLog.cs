namespace SageServe.Gateway;

/// <summary>Log events of patient work. Ids 1500 to 1699, never reused.</summary>
internal static partial class BatchLog
{
    [LoggerMessage(1500, LogLevel.Warning, "The deferred store is away: {Problem}")]
    public static partial void StoreAway(ILogger logger, string problem);

    [LoggerMessage(1508, LogLevel.Warning, "The deferred store has been away for {Seconds} s: {Problem}")]
    public static partial void StoreStillAway(ILogger logger, long seconds, string problem);

    [LoggerMessage(1509, LogLevel.Information, "The deferred store is back after {Seconds} s.")]
    public static partial void StoreBack(ILogger logger, long seconds);

    [LoggerMessage(1501, LogLevel.Error, "A file of patient work could not be written.")]
    public static partial void StorageFailed(ILogger logger, Exception error);

    [LoggerMessage(1502, LogLevel.Information, "Batch {Batch} failed validation with {Count} problems, first: {Code} in line {Line}")]
    public static partial void ValidationFailed(ILogger logger, string batch, int count, string code, int line);

    [LoggerMessage(1503, LogLevel.Information, "Batch {Batch} is {Status}: {Completed} lines completed, {Failed} in the error file.")]
    public static partial void Ended(ILogger logger, string batch, BatchStatus status, int completed, int failed);

    [LoggerMessage(1504, LogLevel.Warning, "Queue item {Item} belongs to no batch here and is removed.")]
    public static partial void OrphanRemoved(ILogger logger, string item);

    [LoggerMessage(1505, LogLevel.Information, "Line {Line} of batch {Batch} failed its attempt {Attempt} ({Outcome}, status {Status}).")]
    public static partial void AttemptFailed(ILogger logger, string batch, int line, int attempt, RequestOutcome outcome, int status);

    [LoggerMessage(1506, LogLevel.Error, "Line {Line} of batch {Batch} could not be run.")]
    public static partial void LineBroke(ILogger logger, Exception error, string batch, int line);

    [LoggerMessage(1507, LogLevel.Warning, "The index had {Indexed} of the {Left} lines left of batch {Batch}; {Added} were put into it again.")]
    public static partial void Repaired(ILogger logger, string batch, int left, long indexed, int added);

    [LoggerMessage(1560, LogLevel.Error, "The card of file {File} is damaged; the file is not shown.")]
    public static partial void CardDamaged(ILogger logger, string file);

    [LoggerMessage(1561, LogLevel.Information, "File {File} was kept as long as it was to be, and is taken away.")]
    public static partial void FileSwept(ILogger logger, string file);

    [LoggerMessage(1562, LogLevel.Error, "The content of file {File}, input of batch {Batch}, is not what was uploaded: its checksum differs.")]
    public static partial void InputDamaged(ILogger logger, string file, string batch);

    [LoggerMessage(1563, LogLevel.Warning, "What was learnt of a lane's headroom and pace is not taken from {Key}: {Problem}. It is learnt anew.")]
    public static partial void OutlookUnread(ILogger logger, string key, string problem);
}
