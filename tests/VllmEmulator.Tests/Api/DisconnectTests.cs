using System.Net.Http.Json;

namespace SageServe.VllmEmulator.Tests;

public sealed class DisconnectTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_leaves_frees_the_engine(bool stream)
    {
        await using var replica = await ReplicaUnderTest.Open(stepSeconds: 0.02);
        using var leave = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions")
        {
            Content = JsonContent.Create(new { model = "alias", prompt = "x", ignore_eos = true, max_tokens = 1500, stream }),
        };
        var sending = replica.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
        await Eventually.True(() => replica.Replica.Loop.Read().Running == 1, "the sequence runs");
        if (stream)
        {
            (await sending).Dispose();
        }

        await leave.CancelAsync();
        await Eventually.True(() => replica.Replica.Loop.Read() is { Running: 0, KvUsedTokens: 0 }, "the engine is free");
        await Eventually.True(() => replica.Replica.ActiveCalls == 0, "the call is counted out");
        Assert.Contains("finished_reason=\"abort\"} 1", await replica.Metrics(), StringComparison.Ordinal);
    }
}
