namespace SageServe.Gateway;

/// <summary>Where an answer goes: a client's connection, or memory for patient work.</summary>
internal interface IAnswerSink
{
    /// <summary>True once a byte has gone out: the request is committed, no other attempt can follow.</summary>
    bool Committed { get; }

    /// <summary>Status and headers of an event stream have gone out already: what follows must be events.</summary>
    bool TakesEventsOnly { get; }

    /// <summary>Takes status and headers; nothing goes out yet.</summary>
    void Begin(HttpResponseMessage answer, Exchange exchange);

    /// <summary>The first call commits.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);
}
