using System.ComponentModel.DataAnnotations;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Bounds and paces of the Files and Batches API and of the pump (section <c>Gateway:Batch</c>).</summary>
internal sealed record BatchOptions
{
    /// <summary>Largest uploaded file; OpenAI's 200 MB.</summary>
    [Range(1, 10_000_000_000)]
    public long MaxFileBytes { get; init; } = 200_000_000;

    /// <summary>Lines of one batch; OpenAI's 50,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxLines { get; init; } = 50_000;

    /// <summary>Longest line in bytes.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxLineBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Wrong lines named in a failed batch; the rest is not looked at.</summary>
    [Range(1, 10_000)]
    public int MaxReportedErrors { get; init; } = 100;

    /// <summary>Items of one model's queue, waiting and leased; more are refused.</summary>
    [Range(1, 100_000_000)]
    public long MaxQueuedItems { get; init; } = 1_000_000;

    /// <summary>Held flex calls of one model; more get 429 resource_unavailable.</summary>
    [Range(0, 1_000_000)]
    public int MaxHeldCalls { get; init; } = 1000;

    /// <summary>The pump looks at least this often, so that an idle model drains its queue too (SAGESERVE section 5).</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two looks, however many requests end.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>A lease without a heartbeat for this long returns its work.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts that may fail before a line gets its error.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 6;

    /// <summary>
    /// Pause after the first failed attempt; doubles with each, up to two minutes. Patient work has hours: with the defaults the last attempt comes
    /// two and a half minutes after the first, so that a restart of the engines costs no line.
    /// </summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause of a line that found no room.</summary>
    public TimeSpan NoRoomPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Lines of one model that run at once through this gateway.</summary>
    [Range(1, 100_000)]
    public int MaxRunning { get; init; } = 256;

    /// <summary>Expiry, retries of steps that failed: looked at this often.</summary>
    public TimeSpan KeeperBeat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What other gateways wrote of a batch, and new batches, are looked for this often. Longer costs fewer requests where the store counts them.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A gateway's step of a batch that did not end (its check, its result files) is another one's after this long.</summary>
    public TimeSpan TakeOver { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long results of other gateways are still taken after a batch was cancelled or its window ended.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Refuses batches that can hardly be done within their window; else they are taken and say so.</summary>
    public bool RefuseInfeasible { get; init; }

    /// <summary>Prices of the windows.</summary>
    public WindowPrices WindowPrices { get; init; } = new();

    /// <summary>How finishing times are reckoned.</summary>
    public PromiseOptions Promise { get; init; } = new();

    /// <summary>How long a batch is shown after its window; 0: for ever. Its result files have times of their own.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long an idempotency key is remembered.</summary>
    public TimeSpan KeepIdempotencyKeys { get; init; } = TimeSpan.FromHours(24);
}
