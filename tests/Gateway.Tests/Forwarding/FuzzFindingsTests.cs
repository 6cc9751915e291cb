using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>What <c>sageserve bench fuzz</c> found, each as it was found.</summary>
public sealed class FuzzFindingsTests
{
    [Fact]
    public async Task A_stream_that_breaks_inside_an_event_too_long_to_wait_for_is_cut_and_gets_no_error_event_into_the_line()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.CutInsideHugeEvent;
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        using var response = await gateway.ChatAsync(stream: true);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var got = new MemoryStream();
        var buffer = new byte[64 * 1024];
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            {
                got.Write(buffer, 0, read);
                engine.Gate.TrySetResult();
            }
        });
        Assert.DoesNotContain("error", Encoding.UTF8.GetString(got.ToArray()));
    }
}
