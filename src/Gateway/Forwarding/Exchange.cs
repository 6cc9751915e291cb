using System.Diagnostics;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>One request on its way through dispatch and forwarding, and what became of it so far. One thread at a time.</summary>
internal sealed class Exchange
{
    /// <summary>Set anew only where a held call's release decides it (<see cref="InferenceRequest.Urgent"/>).</summary>
    public required InferenceRequest Request { get; set; }

    /// <summary>Path of the engine's API.</summary>
    public required string Path { get; init; }

    /// <summary>What goes to the engine; every attempt reads it from the start.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public required IAnswerSink Sink { get; init; }

    public required CancellationToken ClientGone { get; init; }

    public string? Accept { get; init; }

    /// <summary>Of the body; null for JSON.</summary>
    public string? ContentType { get; init; }

    /// <summary>The client's own <c>traceparent</c>.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Shown to the client and sent to the engine; the client's own where it gave one.</summary>
    public required string PublicId { get; init; }

    /// <summary>Usage was asked for on the client's behalf: its chunk is taken out of the stream.</summary>
    public bool DropsUsageChunk { get; init; }

    /// <summary>Makes the answer say which service tier was used; null where the request asked for none.</summary>
    public TierEcho? TierEcho { get; init; }

    public ApiDialect Dialect { get; init; }

    /// <summary>The client's own <c>tracestate</c>.</summary>
    public string? TraceState { get; init; }

    /// <summary>What is remembered of it for <c>sageserve explain</c>.</summary>
    public Story Story { get; set; }

    /// <summary>The span of the request; null when nobody listens.</summary>
    public Activity? Span { get; init; }

    /// <summary>The span of the attempt that runs; null when it has none.</summary>
    public Activity? AttemptSpan { get; set; }

    /// <summary>What the last attempt's answer says of itself; null when nobody traces.</summary>
    public AnswerMarks? Marks { get; set; }

    /// <summary>What the upstream is told as its parent.</summary>
    public (string? Parent, string? State) Trace =>
        (AttemptSpan ?? Span) is { } span ? (span.Id, span.TraceStateString) : (TraceParent, TraceState);

    /// <summary>Learns which replica keeps its answer; null where answers are not kept.</summary>
    public KnownResponses? Responses { get; init; }

    public int Attempts { get; set; }

    /// <summary>How the last attempt ended; null before.</summary>
    public AttemptOutcome? LastAttempt { get; set; }

    /// <summary>What the upstream of the last attempt answered; 0 when it said nothing.</summary>
    public int UpstreamStatus { get; set; }

    /// <summary>How long the upstream of the last attempt asked to be left alone; zero when it did not.</summary>
    public TimeSpan UpstreamRest { get; set; }

    public RegionId ServedIn { get; set; }

    public InstanceId Instance { get; set; }

    /// <summary>Replicas at which attempts failed.</summary>
    public List<InstanceId>? Tried { get; set; }

    public Instant? FirstForwardAt { get; set; }

    public Instant? FirstTokenAt { get; set; }

    public TimeSpan Held { get; set; }

    /// <summary>The part of <see cref="Held"/> before the first attempt.</summary>
    public TimeSpan HeldBeforeFirstForward { get; set; }

    public int OutputTokens { get; set; }

    /// <summary>The engine's own count of the prompt; null until it said.</summary>
    public int? PromptTokens { get; set; }

    /// <summary>Status of the answer that is being or was passed on; 0 before.</summary>
    public int Status { get; set; }

    /// <summary>What has gone out of a stream may end inside an event: another event cannot follow it.</summary>
    public bool MayEndInsideEvent { get; set; }

    /// <summary>The answer is an event stream.</summary>
    public bool IsEventStream { get; set; }

    /// <summary>The answer is JSON.</summary>
    public bool IsJson { get; set; }

    /// <summary>An upstream's error that no client of the API could read.</summary>
    public bool HasErrorText => Status >= StatusCodes.Status400BadRequest && !IsJson && !IsEventStream;

    /// <summary>The answer's body is not passed on byte by byte.</summary>
    public bool RewritesAnswer => HasErrorText || (TierEcho is not null && IsJson && Status < StatusCodes.Status400BadRequest);
}
