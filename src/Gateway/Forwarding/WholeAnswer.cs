using System.Buffers;
using System.Text;

namespace SageServe.Gateway;

/// <summary>
/// An answer that can't pass as it comes, because it has to be changed: it lacks the tier that was used, it is an error that is not
/// JSON, or it must become an event of a stream that a keep-alive has begun. Up to a limit, beyond which it can't be changed any more.
/// </summary>
internal sealed class WholeAnswer(Exchange exchange, bool asEvents)
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxErrorText = 500;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>True while everything is here and nothing has gone on.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>Null where bytes may pass as they come.</summary>
    public static WholeAnswer? For(Exchange exchange)
    {
        var asEvents = exchange.Sink.TakesEventsOnly && !exchange.IsEventStream;
        return asEvents || exchange.RewritesAnswer ? new WholeAnswer(exchange, asEvents) : null;
    }

    /// <summary>What goes on now: nothing, until the limit is reached.</summary>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> bytes)
    {
        if (!Holds)
        {
            return asEvents || exchange.HasErrorText ? default : bytes;
        }

        _bytes.Write(bytes.Span);
        if (_bytes.WrittenCount <= MaxBytes)
        {
            return default;
        }

        Holds = false;
        return asEvents || exchange.HasErrorText ? default : _bytes.WrittenMemory;
    }

    /// <summary>What goes on at the end.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        if (!Holds && !asEvents && !exchange.HasErrorText)
        {
            return default;
        }

        if (asEvents)
        {
            return !Holds ? ErrorJson.ToEvent(ApiErrors.AnswerTooLarge, exchange.Dialect)
                : exchange.HasErrorText ? ErrorJson.ToEvent(Error(), exchange.Dialect) : Event();
        }

        var output = new ArrayBufferWriter<byte>(_bytes.WrittenCount + 64);
        if (exchange.HasErrorText)
        {
            ErrorJson.Write(output, Error(), exchange.Dialect);
        }
        else
        {
            exchange.TierEcho!.WriteWhole(_bytes.WrittenSpan, output);
        }

        return output.WrittenMemory;
    }

    // Line ends outside of strings are blanks in JSON, but would end a line of the event.
    private byte[] Event() =>
        [.. exchange.Dialect != ApiDialect.OpenAi && exchange.Status >= StatusCodes.Status400BadRequest ? "event: error\ndata: "u8 : "data: "u8, .. _bytes.WrittenSpan.ToArray().Where(b => b is not ((byte)'\n' or (byte)'\r')), .. "\n\n"u8];

    private ApiError Error()
    {
        var text = Encoding.UTF8.GetString(_bytes.WrittenSpan[..Math.Min(_bytes.WrittenCount, MaxErrorText)]).Trim();
        // A web page says nothing that an API's client could use.
        return ApiErrors.EngineRefused(exchange.Status, text.StartsWith('<') ? "" : text);
    }
}
