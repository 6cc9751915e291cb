namespace SageServe.Cli;

/// <summary>What is done to the servers behind the gateways.</summary>
internal enum ChaosFault
{
    /// <summary>Redis killed and started again with what its append-only file has.</summary>
    Kill,

    /// <summary>Redis stopped, with its connections open, and continued.</summary>
    Pause,

    /// <summary>Everything in Redis deleted.</summary>
    Flush,

    /// <summary>Redis killed and started again with what it had a while ago.</summary>
    Restore,

    /// <summary>The bucket's server stopped, with its connections open, and continued.</summary>
    PauseBucket,

    /// <summary>The bucket's server ended and started again with what it had stored.</summary>
    RestartBucket,
}
