using System.Diagnostics;

namespace SageServe.Gateway.Tests;

/// <summary>Several gateways, one real Redis.</summary>
public sealed class SharedLimitsTests
{
    private const int Gateways = 3;
    private static readonly KeyLimits Limits = new() { RequestsPerMinute = 600 };

    [Fact]
    public async Task A_limit_is_shared_whichever_gateway_a_tenant_uses()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var desks = await StartAsync(redis);
        var watch = Stopwatch.StartNew();

        // All through one gateway: it gets the whole limit, not a third of it.
        var one = await DrainAsync(desks, _ => 0);
        Assert.True(one <= Bound(watch.Elapsed), $"{one} in {watch.Elapsed}");

        // The others are told with the answer to their first request that nothing is left.
        var rest = await AskOnAsync(desks, call => 1 + call % 2);
        Assert.True(one + rest <= Bound(watch.Elapsed), $"{rest} more");
        await AllIsPaidAsync(redis, one + rest, watch);
    }

    [Fact]
    public async Task A_tenant_at_all_gateways_at_once_gets_its_limit_and_pays_back_what_was_more()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var desks = await StartAsync(redis);
        var watch = Stopwatch.StartNew();

        var taken = await DrainAsync(desks, call => call % Gateways);
        Assert.True(taken <= Bound(watch.Elapsed), $"{taken} in {watch.Elapsed}");
        await AllIsPaidAsync(redis, taken, watch);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Redis_away_costs_a_request_no_time_and_limits_stay_bounded(bool paused)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var desks = await StartAsync(redis);
        Assert.NotNull(desks[0].Take(Limits));
        await (paused ? redis.PauseAsync() : redis.KillAsync());

        var watch = Stopwatch.StartNew();
        var (taken, elapsed, beforeFailure) = (0, TimeSpan.Zero, 0);
        while (desks[0].Quotas.Link.Mode != QuotaMode.Cut || desks[1].Quotas.Link.Mode != QuotaMode.Cut || taken < 300)
        {
            for (var gateway = 0; gateway < Gateways; gateway++)
            {
                taken += desks[gateway].Take(Limits) is null ? 0 : 1;
                beforeFailure += desks[gateway].Quotas.Link.Mode == QuotaMode.Linked ? 1 : 0;
            }

            elapsed = watch.Elapsed;
            Assert.True(elapsed < TimeSpan.FromSeconds(30), $"{taken} taken, {desks[0].Quotas.Link}");
            await Task.Yield();
        }

        // A burst more than the ideal bucket at most: what the gateways' own shares held when the link was cut.
        Assert.True(taken <= 600 + (600 * elapsed.TotalMinutes) + 600, $"{taken} in {elapsed}");

        // A call to the paused server ends after two seconds; requests were decided on meanwhile.
        Assert.True(!paused || beforeFailure > Gateways, $"only {beforeFailure} requests were decided on while Redis was silent");

        await (paused ? redis.ResumeAsync() : redis.StartAgainAsync());
        await desks[0].LinkedAsync(Gateways);
    }

    [Fact]
    public async Task A_days_money_is_reserved_before_use_and_survives_the_gateways()
    {
        await using var redis = await RedisServer.StartAsync();
        var limits = new KeyLimits { UsdPerDay = 0.001m };
        await using (var desks = await StartAsync(redis))
        {
            var taken = 0;
            await Eventually.True(
                () =>
                {
                    var ticket = desks[taken % Gateways].Take(limits, tokens: 1000);
                    taken += ticket is null ? 0 : 1;
                    return ticket is null && desks[0].Take(limits, 1000) is null && desks[1].Take(limits, 1000) is null && desks[2].Take(limits, 1000) is null;
                },
                "the budget is spent");
            Assert.True(taken > Gateways, $"only {taken} were let in");
            await Eventually.True(async () => await redis.CommandAsync("HGET sageserve:quota:{k} money:spent") != "$-1", "it is written");
        }

        await using var again = await StartAsync(redis);
        await Eventually.True(() => again[1].Take(limits, 1000) is null, "the budget is still spent after a restart");
    }

    [Fact]
    public async Task Concurrent_requests_are_counted_over_all_gateways_and_given_up_by_one_that_leaves()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var desks = await StartAsync(redis);
        var limits = new KeyLimits { Concurrent = 6 };
        var running = new List<QuotaTicket>();
        await Eventually.True(
            () =>
            {
                var more = Enumerable.Range(0, Gateways).Select(g => desks[g].Take(limits)).OfType<QuotaTicket>().ToArray();
                running.AddRange(more);
                return running.Count >= 6 && more.Length == 0;
            },
            "six are let in, and then none");
        Assert.InRange(running.Count, 6, 6 + (6 * (Gateways - 1) / Gateways));

        running.ForEach(t => t.Dispose());
        await Eventually.True(() => desks[2].Take(limits) is not null, "there is room again");
    }

    /// <summary>
    /// A gateway that hears of a key for the first time may grant its part of the limit until it is answered: less than one more limit
    /// together, and paid back.
    /// </summary>
    private static double Bound(TimeSpan elapsed) => 600 + 600 * elapsed.TotalMinutes + 600.0 * (Gateways - 1) / Gateways;

    /// <summary>Whatever was granted has been taken out of the shared bucket.</summary>
    private static Task AllIsPaidAsync(RedisServer redis, int taken, Stopwatch watch) => Eventually.True(
        async () =>
        {
            var level = await redis.CommandAsync("EVAL \"return tonumber(redis.call('HGET', 'sageserve:quota:{k}', 'requests:level'))\" 0");
            return int.Parse(level[1..], System.Globalization.CultureInfo.InvariantCulture) <= 600 + (600 * watch.Elapsed.TotalMinutes) - taken;
        },
        "all is paid");

    /// <summary>Takes until the limit is nearly used up, however long slices are under way, and then goes on asking for a while.</summary>
    private static async Task<int> DrainAsync(Desks desks, Func<int, int> gateway)
    {
        var (taken, calls) = (0, 0);
        await Eventually.True(
            () =>
            {
                taken += Ask(desks, gateway, ref calls);
                return taken >= 540;
            },
            "the limit is used up");
        return taken + await AskOnAsync(desks, gateway);
    }

    private static async Task<int> AskOnAsync(Desks desks, Func<int, int> gateway)
    {
        var (taken, calls) = (0, 0);
        for (var i = 0; i < 50; i++)
        {
            taken += Ask(desks, gateway, ref calls);
            await Task.Delay(5);
        }

        return taken;
    }

    private static int Ask(Desks desks, Func<int, int> gateway, ref int calls)
    {
        var taken = 0;
        for (var i = 0; i < 20; i++)
        {
            taken += desks[gateway(calls++)].Take(Limits) is null ? 0 : 1;
        }

        return taken;
    }

    private static async Task<Desks> StartAsync(RedisServer redis)
    {
        var desks = new Desks();
        for (var i = 0; i < Gateways; i++)
        {
            desks.Add(await Desk.StartAsync(redis.Endpoint));
        }

        foreach (var desk in desks)
        {
            await desk.LinkedAsync(Gateways);
        }

        return desks;
    }
}
