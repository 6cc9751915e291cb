using System.Collections.Immutable;

namespace SageServe.EngineModel.Tests;

public sealed class KvMemoryTests
{
    private static readonly ImmutableArray<ulong> FourBlocks = [11, 12, 13, 14];

    [Fact]
    public void The_latest_of_the_lowest_priority_gives_way_and_recomputes()
    {
        // 5 blocks of 4. Both prompts take 2 blocks; at 8 tokens the first takes the last block, then the second must go.
        var run = EngineRun.Of(EngineRun.Profile(kvTokens: 20))
            .Enqueue(0, 1, prompt: 8, output: 6)
            .Enqueue(0, 2, prompt: 8, output: 6)
            .Finish();
        // Prefills: 16 ms, then 1.1 x 18 = 19.8. The first's second decode needs block 3, the second's first decode finds none.
        Assert.Equal("35.8 2 Preempted 0", run.Told().Single(t => t.Contains("Preempted", StringComparison.Ordinal)));
        Assert.Equal(1, run.Engine.Read().Preemptions);
        Assert.Equal(6, run.Events.Where(e => e.RequestId == 2).Sum(e => e.Tokens));
        Assert.Single(run.Events, e => e is { RequestId: 2, Kind: EngineEventKind.FirstToken });
        Assert.True(run.MillisecondsOf(1, EngineEventKind.Completed) < run.MillisecondsOf(2, EngineEventKind.Completed));
    }

    [Fact]
    public void A_step_that_preempts_admits_nobody()
    {
        var run = EngineRun.Of(EngineRun.Profile(kvTokens: 20))
            .Enqueue(0, 1, prompt: 8, output: 6)
            .Enqueue(0, 2, prompt: 8, output: 6)
            .Enqueue(20, 3, prompt: 4, output: 1, priority: -1)
            .Finish();
        // The third is urgent and its one block is free at 35.8, but that step preempts: it decodes alone to 45.8, and 11 more follow.
        Assert.Equal(56.8, run.MillisecondsOf(3, EngineEventKind.FirstToken));
    }

    [Fact]
    public void A_less_urgent_sequence_gives_way_to_one_that_came_later()
    {
        var run = EngineRun.Of(EngineRun.Profile(kvTokens: 20))
            .Enqueue(0, 1, prompt: 8, output: 6, priority: 9)
            .Enqueue(0, 2, prompt: 8, output: 6, priority: 0)
            .Finish();
        Assert.All(run.Events.Where(e => e.Kind == EngineEventKind.Preempted), e => Assert.Equal(1, e.RequestId));
        Assert.True(run.MillisecondsOf(2, EngineEventKind.Completed) < run.MillisecondsOf(1, EngineEventKind.Completed));
    }

    [Fact]
    public void A_cached_prefix_skips_its_prefill_and_is_counted()
    {
        var run = EngineRun.Of(EngineRun.Profile()).Enqueue(0, 1, 20, 1, prefix: FourBlocks).Finish();
        run.Enqueue(100, 2, 20, 1, prefix: FourBlocks).Finish();
        // 16 of 20 tokens are cached; 4 tokens at 2 ms remain.
        Assert.Equal(108, run.MillisecondsOf(2, EngineEventKind.FirstToken));
        Assert.Equal((40, 16), (run.Engine.Read().PrefixQueriesTokens, run.Engine.Read().PrefixHitsTokens));
    }

    [Fact]
    public void The_last_prompt_token_is_computed_even_when_all_is_cached()
    {
        var run = EngineRun.Of(EngineRun.Profile()).Enqueue(0, 1, 16, 1, prefix: FourBlocks).Finish();
        run.Enqueue(100, 2, 16, 1, prefix: FourBlocks).Finish();
        Assert.Equal(12, run.Engine.Read().PrefixHitsTokens);
    }

    [Fact]
    public void Sequences_that_share_a_prefix_share_its_memory()
    {
        var run = EngineRun.Of(EngineRun.Profile()).Enqueue(0, 1, 20, 50, prefix: FourBlocks);
        run.Engine.Advance(EngineRun.At(45), run.Events);
        run.Enqueue(45, 2, 20, 50, prefix: FourBlocks);
        run.Engine.Advance(EngineRun.At(90), run.Events);
        Assert.Equal(2, run.Engine.Read().Running);
        // Four shared blocks, three of the first (25 tokens so far), two of the second.
        Assert.Equal(36, run.Engine.Read().KvUsedTokens);
    }

    [Fact]
    public void Sequences_that_begin_in_one_step_share_their_prefix_already()
    {
        var run = EngineRun.Of(EngineRun.Profile())
            .Enqueue(0, 1, 4, 1)
            .Enqueue(0, 2, 20, 1, prefix: FourBlocks)
            .Enqueue(0, 3, 20, 1, prefix: FourBlocks)
            .Finish();
        Assert.Equal(16, run.Engine.Read().PrefixHitsTokens);
        Assert.Equal(run.MillisecondsOf(2, EngineEventKind.Completed), run.MillisecondsOf(3, EngineEventKind.Completed));
    }

    [Fact]
    public void Cached_blocks_count_as_free_and_the_oldest_are_evicted_first()
    {
        var run = EngineRun.Of(EngineRun.Profile(kvTokens: 32))
            .Enqueue(0, 1, 16, 1, prefix: [1, 2, 3, 4])
            .Enqueue(100, 2, 16, 1, prefix: [5, 6, 7, 8])
            .Enqueue(200, 3, 16, 1, prefix: [9, 10, 11, 12])
            .Finish();
        Assert.Equal(0, run.Engine.Read().KvUsedTokens);
        run.Enqueue(300, 4, 17, 1, prefix: [5, 6, 7, 8]).Enqueue(400, 5, 17, 1, prefix: [1, 2, 3, 4]).Finish();
        Assert.Equal(16, run.Engine.Read().PrefixHitsTokens);
    }

    [Fact]
    public void A_dropped_prefix_cache_hits_nothing()
    {
        var run = EngineRun.Of(EngineRun.Profile()).Enqueue(0, 1, 20, 1, prefix: FourBlocks).Finish();
        run.Engine.DropPrefixCache(EngineRun.At(90));
        run.Enqueue(100, 2, 20, 1, prefix: FourBlocks).Finish();
        Assert.Equal(0, run.Engine.Read().PrefixHitsTokens);
    }
}
