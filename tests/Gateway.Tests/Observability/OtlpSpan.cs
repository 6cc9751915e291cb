namespace SageServe.Gateway.Tests;

/// <summary>A span as a collector gets it.</summary>
internal sealed record OtlpSpan
{
    private const ulong ErrorCode = 2;

    public required string TraceId { get; init; }

    public required string SpanId { get; init; }

    /// <summary>Empty for the root of a trace.</summary>
    public required string ParentId { get; init; }

    public required string TraceState { get; init; }

    public required string Name { get; init; }

    /// <summary>Nanoseconds of Unix time.</summary>
    public required (ulong Start, ulong End) Time { get; init; }

    /// <summary>OTLP's number: 1 internal, 2 server, 3 client, 5 consumer.</summary>
    public required int Kind { get; init; }

    public required bool IsError { get; init; }

    public required string StatusMessage { get; init; }

    public required string Scope { get; init; }

    public required IReadOnlyDictionary<string, object> Resource { get; init; }

    public required IReadOnlyDictionary<string, object> Tags { get; init; }

    public object? this[string tag] => Tags.GetValueOrDefault(tag);

    /// <param name="request">An <c>ExportTraceServiceRequest</c>.</param>
    public static IEnumerable<OtlpSpan> All(byte[] request) =>
        from resource in new ProtobufFields(request).Messages(1)
        let of = Attributes(resource.Message(1), 1)
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new OtlpSpan
        {
            TraceId = Convert.ToHexStringLower(span.Bytes(1)),
            SpanId = Convert.ToHexStringLower(span.Bytes(2)),
            TraceState = span.Text(3),
            ParentId = Convert.ToHexStringLower(span.Bytes(4)),
            Name = span.Text(5),
            Kind = (int)span.Number(6),
            Time = (span.Number(7), span.Number(8)),
            IsError = span.Message(15).Number(3) == ErrorCode,
            StatusMessage = span.Message(15).Text(2),
            Scope = scope.Message(1).Text(1),
            Resource = of,
            Tags = Attributes(span, 9),
        };

    private static Dictionary<string, object> Attributes(ProtobufFields holder, int number) =>
        holder.Messages(number).ToDictionary(a => a.Text(1), a => Value(a.Message(2)));

    private static object Value(ProtobufFields value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? value.Number(2) == 1
        : value.Has(3) ? (long)value.Number(3)
        : value.Has(4) ? BitConverter.UInt64BitsToDouble(value.Number(4))
        : value.Message(5).Messages(1).Select(v => v.Text(1)).ToArray();
}
