using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace SageServe.Gateway;

/// <summary>
/// A connection's output. Once the server is about to refuse, what it writes is kept back and gets headers and a body before it goes out;
/// nothing follows it on this connection. Until then everything passes as it is.
/// </summary>
internal sealed class RefusalWriter(PipeWriter inner) : PipeWriter
{
    private const string NoBody = "\r\nContent-Length: 0";
    private ArrayBufferWriter<byte>? _keptBack;
    private string _headers = "";
    private ReadOnlyMemory<byte> _body;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <param name="headers">Lines without an end, the length among them.</param>
    /// <param name="body">Empty where none may follow.</param>
    public void Amend(string headers, ReadOnlyMemory<byte> body) => (_headers, _body, _keptBack) = (headers, body, new ArrayBufferWriter<byte>(256));

    public override void Advance(int bytes)
    {
        if (_keptBack is { } kept)
        {
            kept.Advance(bytes);
            return;
        }

        inner.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _keptBack is { } kept ? kept.GetMemory(sizeHint) : inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _keptBack is { } kept ? kept.GetSpan(sizeHint) : inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        PassOn();
        return inner.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        PassOn();
        inner.Complete(exception);
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        PassOn();
        return inner.CompleteAsync(exception);
    }

    private void PassOn()
    {
        if (_keptBack is not { WrittenCount: > 0 } kept)
        {
            return;
        }

        _keptBack = null;
        var head = Encoding.Latin1.GetString(kept.WrittenSpan);
        var isBare = head.Contains(NoBody, StringComparison.Ordinal);
        inner.Write(Encoding.Latin1.GetBytes(isBare ? head.Replace(NoBody, "\r\n" + _headers, StringComparison.Ordinal) : head));
        inner.Write(isBare ? _body.Span : default);
    }
}
