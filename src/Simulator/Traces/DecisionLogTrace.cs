using System.Text.Json;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>
/// The requests in a decision log of a gateway (or of a simulation): each arrival with the output tokens of the attempt that ended it, in
/// order of arrival. Requests relayed by a peer stand in the log of their own gateway and are left out here; patient work counts from its
/// first release. A request whose end the log lacks keeps the length that was expected of it.
/// </summary>
internal sealed class DecisionLogTrace : TraceFormat
{
    /// <summary>Requests that wait for their end; when more do, the oldest is told with its expected length.</summary>
    private const int MostOpen = 100_000;

    public override string Name => "decisions";

    public override string Row => "a record of a decision log (room, key, segment, sequence, input, effects)";

    internal override bool Matches(ReadOnlySpan<char> first) =>
        IsObjectWith(first, "\"room\"", "\"input\"");

    internal override IEnumerable<TraceRow> Read(TraceLines lines)
    {
        var open = new Queue<OpenRequest>();
        var byId = new Dictionary<RequestId, OpenRequest>();
        var clock = default(TraceClock);
        do
        {
            Take(lines, open, byId);
            while (open.TryPeek(out var oldest) && (oldest.Output is not null || open.Count > MostOpen))
            {
                yield return Told(open.Dequeue(), ref clock);
                byId.Remove(oldest.Request.Id);
            }
        }
        while (lines.Next());

        while (open.TryDequeue(out var rest))
        {
            yield return Told(rest, ref clock);
        }
    }

    private void Take(TraceLines lines, Queue<OpenRequest> open, Dictionary<RequestId, OpenRequest> byId)
    {
        // Most records are progress and fleets; only three kinds matter, and looking for their names is far cheaper than parsing.
        var line = lines.Line;
        if (!line.Contains("\"Arrived\"", StringComparison.Ordinal) && !line.Contains("\"AttemptEnded\"", StringComparison.Ordinal) && !line.Contains("\"Offered\"", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(lines.Memory);
            var record = document.RootElement;
            if (record.GetProperty("room"u8).ValueEquals("routing"u8) && !FlowJson.IsHeader(record.GetProperty("input"u8)))
            {
                Take(FlowJson.ReadInput(record.GetProperty("input"u8)), open, byId);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw lines.Bad(Row);
        }
    }

    private static void Take(in FlowInput input, Queue<OpenRequest> open, Dictionary<RequestId, OpenRequest> byId)
    {
        if (input.Kind == FlowInputKind.AttemptEnded && byId.TryGetValue(input.RequestId, out var ended) && (input.OutputTokens > 0 || input.Outcome == AttemptOutcome.Succeeded))
        {
            ended.Output = Math.Max(1, input.OutputTokens);
        }

        foreach (var request in input.Kind == FlowInputKind.Offered ? input.Offered ?? [] : input.Request is { Relayed: false } arrived ? [arrived] : [])
        {
            var entry = new OpenRequest(request);
            if (byId.TryAdd(request.Id, entry))
            {
                open.Enqueue(entry);
            }
        }
    }

    private static TraceRow Told(OpenRequest entry, ref TraceClock clock)
    {
        var request = entry.Request;
        return new TraceRow(clock.Next(TimeSpan.FromTicks(request.Arrived.Ticks)), Math.Max(1, request.PromptTokens), Math.Max(1, entry.Output ?? request.ExpectedOutputTokens))
        {
            Model = request.Model.Value,
            Origin = request.Origin.Value,
            Tier = request.Tier,
            Streaming = request.Streaming,
            PrefixBlocks = request.PrefixBlocks,
            PrefixBlockTokens = request.PrefixBlockTokens,
            Session = request.Session,
            Adapter = request.Adapter,
        };
    }

    /// <summary>A request that has arrived; its output is known once an attempt that brought tokens ended.</summary>
    private sealed class OpenRequest(InferenceRequest request)
    {
        public InferenceRequest Request { get; } = request;

        public int? Output { get; set; }
    }
}
