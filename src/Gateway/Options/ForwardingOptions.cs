namespace SageServe.Gateway;

/// <summary>How requests travel to engines and peers.</summary>
internal sealed record ForwardingOptions
{
    /// <summary>For a connection to an engine or peer; one for all tiers, because they share connections. Another replica is tried after it.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What an upstream may take once connected.</summary>
    public TierTimeouts Timeouts { get; init; } = new();

    /// <summary>
    /// A stream that is silent so long before its first token gets an SSE comment, and again after each such time: proxies cut idle
    /// connections, often after 60 s. From the first comment on its status is 200 and a refusal is an event. Zero sends none.
    /// An engine's own comments before its first event are left out: they would end the choice of another one.
    /// </summary>
    public TimeSpan KeepAliveAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Largest answer that is kept in memory for patient work.</summary>
    public int MaxBufferedAnswerBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Tells engines a <c>priority</c> that follows the hold order, lower first, over whatever the client wrote. Only for engines that
    /// schedule by priority: vLLM refuses the field unless it was started with <c>--scheduling-policy priority</c>. For pools of which the
    /// catalog says nothing (<c>schedulesByPriority</c>).
    /// </summary>
    public bool EnginePriority { get; init; }

    /// <summary>Key that engines ask for (vLLM's <c>--api-key</c>); clients' keys never reach them, and this one never reaches a client.</summary>
    public string? EngineKey { get; init; }

    /// <summary>File that holds the engines' key, for example a mounted Secret; read again when it changes. Instead of <see cref="EngineKey"/>.</summary>
    public string? EngineKeyFile { get; init; }
}
