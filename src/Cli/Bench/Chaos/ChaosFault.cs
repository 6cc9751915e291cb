namespace SageServe.Cli;

/// <summary>What is done to Redis.</summary>
internal enum ChaosFault
{
    /// <summary>Killed and started again with what its append-only file has.</summary>
    Kill,

    /// <summary>Stopped, with its connections open, and continued.</summary>
    Pause,

    /// <summary>Everything in it deleted.</summary>
    Flush,

    /// <summary>Killed and started again with what it had a while ago.</summary>
    Restore,
}
