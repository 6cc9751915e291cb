using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Tells the other gateways of this region, and nobody else, who keeps a response.</summary>
internal sealed class ResponseWordEndpoint(PeerDirectory peers, SiblingIdentity self, KnownResponses known)
{
    public const string Path = "/peer/v1/response/";

    public async Task WriteAsync(HttpContext http)
    {
        if (peers.Verify(http.Request) is not { } ticket || ticket.Origin != peers.Home)
        {
            await ApiErrorWriter.WriteAsync(http.Response, ApiErrors.ForgedRelay, http.RequestAborted);
            return;
        }

        var word = new ResponseWord(self.Id, peers.Home, known.Find((string)http.Request.RouteValues["id"]!));
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(word, GatewayJson.Default.ResponseWord), http.RequestAborted);
    }
}
