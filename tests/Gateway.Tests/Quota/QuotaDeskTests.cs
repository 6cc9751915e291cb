namespace SageServe.Gateway.Tests;

public sealed class QuotaDeskTests
{
    [Fact]
    public async Task A_limited_request_costs_few_bytes_and_one_without_limits_none()
    {
        await using var desk = await Desk.StartAsync(null);
        var limits = new KeyLimits { RequestsPerMinute = 1_000_000, TokensPerMinute = 100_000_000, UsdPerDay = 1000, Concurrent = 10 };
        var limited = new Caller(Desk.Tenant, ServiceTier.InteractiveFast) { KeyId = "k", Limits = limits };
        var (http, request) = (new Microsoft.AspNetCore.Http.DefaultHttpContext(), Desk.Request(100));

        var free = Allocated(() => desk.Quotas.Take(http, Caller.Anonymous, request));
        var held = Allocated(() => desk.Quotas.Take(http, limited, request)!.Dispose());

        Assert.Equal(0, free);
        Assert.True(held <= 128, $"{held} bytes a request");
    }

    [Fact]
    public async Task Changed_limits_count_at_once_and_what_is_used_stays_used()
    {
        await using var desk = await Desk.StartAsync(null);
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(desk.Take(new KeyLimits { RequestsPerMinute = 3 }));
        }

        Assert.Null(desk.Take(new KeyLimits { RequestsPerMinute = 3 }));
        Assert.NotNull(desk.Take(new KeyLimits { RequestsPerMinute = 4 }));
        Assert.Null(desk.Take(new KeyLimits { RequestsPerMinute = 4 }));
        Assert.NotNull(desk.Take(new KeyLimits { TokensPerMinute = 100 }));
    }

    private static long Allocated(Action action)
    {
        const int Times = 1000;
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            action();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }
}
