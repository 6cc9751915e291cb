using System.Globalization;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Passes an answer to the client's connection, byte by byte as it comes.</summary>
internal sealed class ClientSink(HttpResponse response, SteadyClock clock) : IAnswerSink
{
    private Exchange? _exchange;

    public bool Committed { get; private set; }

    public void Begin(HttpResponseMessage answer, Exchange exchange)
    {
        _exchange = exchange;
        response.StatusCode = (int)answer.StatusCode;
        ResponseHeaders.Copy(answer, response.Headers, keepsLength: !exchange.IsEventStream);
        if (exchange.IsEventStream)
        {
            response.Headers.CacheControl = "no-cache";
            response.Headers["x-accel-buffering"] = "no";
        }

        ResponseHeaders.SetOwn(response.Headers, exchange, clock.Now);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (!Committed && _exchange is not null)
        {
            Committed = true;
            response.Headers[HeaderNames.ProcessingMs] =
                (clock.Now - _exchange.Request.Arrived).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        }

        return response.Body.WriteAsync(bytes, cancellation);
    }
}
