namespace SageServe.Planning.Tests;

public sealed class ReplicaThroughputTests
{
    private static readonly ThroughputProfile Profile = TestWorld.Catalog().Profile(TestWorld.Large, TestWorld.Gpu);

    [Fact]
    public void Compute_binds_at_the_rate_of_the_profile_times_the_planned_use()
    {
        // 0.8 ms a prompt token, and 40 ms for 32 output tokens at 0.2 of them: 1.05 ms, 952 tokens/s, 60 % of it.
        var theta = ReplicaThroughput.Of(Profile, new TokenMix(0.2, 1000, true), 0.6);

        Assert.Equal("compute", theta.Limit);
        Assert.Equal(0.6 / (0.0008 + 0.2 * 0.04 / 32), theta.PromptTokensPerSecond, 9);
    }

    [Fact]
    public void Little_memory_binds_when_each_request_holds_much_for_long()
    {
        // 1,000 prompt and 200 output tokens hold 1,100 on average: 5,000 tokens of memory hold 4.5 requests, which share each step of 40 ms.
        var theta = ReplicaThroughput.Of(Profile with { KvCapacityTokens = 5000 }, new TokenMix(0.2, 1000, true), 1);

        Assert.Equal("kv-memory", theta.Limit);
        Assert.Equal(1 / (0.0008 + 0.2 * 0.04 / (5000.0 / 1100)), theta.PromptTokensPerSecond, 6);
    }

    [Fact]
    public void Few_sequences_share_a_step_among_few()
    {
        var theta = ReplicaThroughput.Of(Profile with { MaxSequences = 2 }, new TokenMix(0.2, 1000, true), 1);

        Assert.Equal("sequences", theta.Limit);
        Assert.Equal(1 / (0.0008 + 0.2 * 0.04 / 2), theta.PromptTokensPerSecond, 6);
        Assert.Equal(theta.PromptTokensPerSecond / 2, theta.PerSequence, 9);
    }

    [Fact]
    public void More_output_per_prompt_means_fewer_prompt_tokens()
    {
        var rates = new[] { 0.0, 0.1, 0.5, 2 }.Select(o => ReplicaThroughput.Of(Profile, new TokenMix(o, 1000, true), 0.6).PromptTokensPerSecond).ToList();
        Assert.Equal(rates.OrderDescending(), rates);
    }
}
