using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Answers the other gateways of this region, and nobody else.</summary>
internal sealed class SiblingEndpoint(PeerDirectory peers, SiblingIdentity self, ShareWord share, ReadingExchange readings)
{
    public const string Path = "/peer/v1/sibling";

    public async Task WriteAsync(HttpContext http)
    {
        if (peers.Verify(http.Request) is not { } ticket || ticket.Origin != peers.Home)
        {
            await ApiErrorWriter.WriteAsync(http.Response, ApiErrors.ForgedRelay, http.RequestAborted);
            return;
        }

        var word = new SiblingWord(self.Id, peers.Home, share.Word, readings.Tell());
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(word, GatewayJson.Default.SiblingWord), http.RequestAborted);
    }
}
