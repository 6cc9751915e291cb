using System.Buffers;
using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>
/// Writes one call as server-sent events: a chunk for each token, all that a step brought in one flush. Chunks are three byte
/// copies into the response's own buffer; nothing is allocated per token.
/// </summary>
internal sealed class StreamedAnswer
{
    private static readonly TimeSpan CutGrace = TimeSpan.FromMilliseconds(20);

    private readonly HttpContext _context;
    private readonly GenerationCall _call;
    private readonly AnswerDialect _dialect;
    private readonly byte[][] _heads;
    private readonly int[] _sent;
    private readonly int? _cutAfter;
    private int _sentInAll;

    public StreamedAnswer(HttpContext context, GenerationCall call, AnswerDialect dialect, int? cutAfter)
    {
        _context = context;
        _call = call;
        _dialect = dialect;
        _cutAfter = cutAfter;
        _heads = [.. call.Sequences.Select(s => dialect.ChunkHead(s.Index))];
        _sent = new int[call.Sequences.Length];
    }

    private bool IsCut => _cutAfter <= _sentInAll;

    public async Task RunAsync(bool includeUsage)
    {
        // As vLLM does, headers leave at once and the body follows with the first token.
        await _context.Response.StartAsync();
        await _context.Response.BodyWriter.FlushAsync();
        while (true)
        {
            if (IsCut)
            {
                await CutAsync();
                return;
            }

            await _call.NewsAsync();
            if (_call.End != CallEnd.None)
            {
                await EndEarlyAsync();
                return;
            }

            // Asked before writing: what comes in between is written in the next round.
            var isDone = _call.IsDone;
            WriteNews();
            if (isDone)
            {
                break;
            }

            await _context.Response.BodyWriter.FlushAsync();
        }

        await FinishAsync(includeUsage);
    }

    private void WriteNews()
    {
        var writer = _context.Response.BodyWriter;
        foreach (var sequence in _call.Sequences)
        {
            for (var produced = sequence.Produced; _sent[sequence.Index] < produced && !IsCut; _sentInAll++)
            {
                WriteToken(writer, sequence, _sent[sequence.Index]++);
            }
        }
    }

    private void WriteToken(IBufferWriter<byte> writer, SequenceState sequence, int token)
    {
        if (token == 0)
        {
            writer.Write(_dialect.Opening(sequence.Index));
            WriteEcho(writer, sequence);
        }

        var text = sequence.Plan.VisibleToken(token);
        var isLast = token == sequence.Plan.Tokens - 1;
        if (text.Length == 0 && !isLast)
        {
            return;
        }

        writer.Write(_heads[sequence.Index]);
        WriteText(writer, text);
        _dialect.WriteTail(writer, isLast ? sequence.Plan : null, token);
    }

    private void WriteEcho(IBufferWriter<byte> writer, SequenceState sequence)
    {
        if (sequence.Source.Echo is { } echo)
        {
            writer.Write(_heads[sequence.Index]);
            writer.Write(Encoding.UTF8.GetBytes(JsonText.Escape(echo)));
            _dialect.WriteTail(writer, null, 0);
        }
    }

    /// <summary>Of what words hold, JSON needs only the line feed escaped; guided text is JSON itself.</summary>
    private static void WriteText(IBufferWriter<byte> writer, ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'"', (byte)'\\') >= 0)
        {
            writer.Write(Encoding.UTF8.GetBytes(JsonText.Escape(Encoding.UTF8.GetString(text))));
            return;
        }

        var line = text.IndexOf((byte)'\n');
        if (line < 0)
        {
            writer.Write(text);
            return;
        }

        writer.Write(text[..line]);
        writer.Write("\\n"u8);
        writer.Write(text[(line + 1)..]);
    }

    private async Task FinishAsync(bool includeUsage)
    {
        if (IsCut)
        {
            await _context.Response.BodyWriter.FlushAsync();
            await CutAsync();
            return;
        }

        var writer = _context.Response.BodyWriter;
        writer.Write(_dialect.Closing(_call, includeUsage));
        await writer.FlushAsync();
    }

    /// <summary>Drops the connection once the tokens before the cut have left: an abort would throw them away too.</summary>
    private async Task CutAsync()
    {
        await Task.Delay(CutGrace);
        _context.Abort();
    }

    /// <summary>A stop tells the client, if it had a token, and cuts the connection otherwise, so that a gateway may try elsewhere.</summary>
    private async Task EndEarlyAsync()
    {
        if (_call.End == CallEnd.Stopped && _sentInAll > 0)
        {
            var error = ApiErrors.Body(_context, ApiException.Unavailable("The engine was stopped."));
            var writer = _context.Response.BodyWriter;
            writer.Write("data: "u8);
            writer.Write(error);
            writer.Write("\n\n"u8);
            await writer.FlushAsync();
            return;
        }

        _context.Abort();
    }
}
