using Microsoft.AspNetCore.Http;

namespace SageServe.Gateway.Tests;

/// <summary>A stream that is far larger than any socket's buffers.</summary>
internal sealed partial class FakeEngine
{
    private const int FloodEventBytes = 32 * 1024;

    private long _flooded;

    /// <summary>So many bytes of tokens come first in each stream.</summary>
    public long Flood { get; set; }

    /// <summary>Of them, what somebody took from this engine.</summary>
    public long Flooded => Interlocked.Read(ref _flooded);

    private async Task FloodAsync(HttpContext http)
    {
        var token = $$$"""{"choices":[{"index":0,"delta":{"content":"{{{new string('x', FloodEventBytes)}}}"}}]}""";
        for (var sent = 0L; sent < Flood; sent += FloodEventBytes)
        {
            await SendAsync(http, token);
            Interlocked.Add(ref _flooded, FloodEventBytes);
        }
    }
}
