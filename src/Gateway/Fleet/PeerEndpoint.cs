using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>What this gateway tells its peers, to those who sign.</summary>
internal sealed class PeerEndpoint(PeerDirectory peers, DispatchTable dispatchers)
{
    public const string SummariesPath = "/peer/v1/summaries";

    public async Task WriteSummariesAsync(HttpContext http)
    {
        if (peers.Verify(http.Request) is null)
        {
            await ApiErrorWriter.WriteAsync(http.Response, ApiErrors.ForgedRelay, http.RequestAborted);
            return;
        }

        ImmutableArray<RegionSummary> summaries = [.. dispatchers.All.Select(d => d.Read().Summary).OrderBy(s => s.Model)];
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(summaries, SharedJson.Default.ImmutableArrayRegionSummary), http.RequestAborted);
    }
}
