namespace SageServe.Cli;

/// <summary>What <c>up</c> was asked for, checked.</summary>
internal sealed record UpOptions
{
    /// <summary>Public port of the first region's gateway, the next regions' follow; 0 takes free ones.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Length of the load; null runs until Ctrl-C.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How long requests in flight may finish after the load ended.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Request time that an envelope day takes.</summary>
    public TimeSpan DayIn { get; init; } = TimeSpan.FromMinutes(15);

    public ulong Seed { get; init; } = 1;

    /// <summary>Requests a second, mean over the synthetic day.</summary>
    public double Rate { get; init; } = 12;

    /// <summary>Azure trace; null takes the synthetic day.</summary>
    public string? Trace { get; init; }

    /// <summary>Factor on the trace's arrival rate.</summary>
    public double TraceSpeed { get; init; } = 1;

    /// <summary>Catalog file; null takes the demonstration's.</summary>
    public string? Catalog { get; init; }

    /// <summary>Scaling strategy that a live scaler can run.</summary>
    public string Strategy { get; init; } = "lt-ua";

    public string? Json { get; init; }

    /// <summary>Real redis-server and prometheus instead of the embedded store and scrape.</summary>
    public bool Full { get; init; }

    /// <summary>Folder for the files with which a Grafana shows the run; null writes none. Only with <see cref="Full"/>.</summary>
    public string? GrafanaBundle { get; init; }

    /// <summary>Each emulated replica in a process of its own.</summary>
    public bool ProcessPerReplica { get; init; }

    /// <summary>Folder for lossless decision logs; null records nothing.</summary>
    public string? Record { get; init; }

    /// <summary>False uploads no batches.</summary>
    public bool Batches { get; init; } = true;

    /// <summary>Plain progress lines even on a terminal.</summary>
    public bool Quiet { get; init; }
}
