using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Tells the other gateways of this region, and nobody else, where this one has prefill outstanding.</summary>
internal sealed class InFlightEndpoint(PeerDirectory peers, SiblingIdentity self, DispatchTable dispatchers)
{
    public const string Path = "/peer/v1/in-flight";

    public async Task WriteAsync(HttpContext http)
    {
        if (peers.Verify(http.Request) is not { } ticket || ticket.Origin != peers.Home)
        {
            await ApiErrorWriter.WriteAsync(http.Response, ApiErrors.ForgedRelay, http.RequestAborted);
            return;
        }

        var word = new InFlightWord(self.Id, peers.Home, dispatchers.ReadPrompts());
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(word, GatewayJson.Default.InFlightWord), http.RequestAborted);
    }
}
