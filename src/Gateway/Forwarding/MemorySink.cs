using System.Buffers;

namespace SageServe.Gateway;

/// <summary>Keeps an answer for patient work. A new attempt starts it again.</summary>
internal sealed class MemorySink(int limit) : IAnswerSink
{
    private readonly ArrayBufferWriter<byte> _body = new();

    // Nothing has left the gateway until the whole answer is handed over, so any failure may be tried again.
    public bool Committed => false;

    public bool TakesEventsOnly => false;

    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    public void Begin(HttpResponseMessage answer, Exchange exchange) => _body.ResetWrittenCount();

    /// <exception cref="IOException">The answer is larger than the limit.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (_body.WrittenCount + bytes.Length > limit)
        {
            throw new IOException($"The answer is larger than {limit} bytes.");
        }

        _body.Write(bytes.Span);
        return default;
    }
}
