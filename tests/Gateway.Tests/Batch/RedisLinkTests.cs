namespace SageServe.Gateway.Tests;

/// <summary>A Redis that asks for a password: reached with it, and never told of in words.</summary>
public sealed class RedisLinkTests
{
    private const string Password = "open-sesame-42";

    [Fact]
    public async Task The_password_stands_behind_the_address_and_in_no_message()
    {
        await using var redis = await RedisServer.StartLockedAsync(Password);
        await using var link = new RedisLink($"{redis.Endpoint},password={Password}", TimeProvider.System);
        Assert.Equal("pong", (string?)await link.EvaluateAsync("return 'pong'", [], [], TestContext.Current.CancellationToken));

        await using var wrong = new RedisLink($"{redis.Endpoint},password=not-{Password}", TimeProvider.System);
        var refused = await Assert.ThrowsAsync<DeferredStoreException>(async () => await wrong.EvaluateAsync("return 'pong'", [], [], TestContext.Current.CancellationToken));
        Assert.Contains(redis.Endpoint, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, refused.ToString(), StringComparison.Ordinal);

        await redis.KillAsync();
        var away = await Assert.ThrowsAsync<DeferredStoreException>(async () => await link.EvaluateAsync("return 'pong'", [], [], TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Password, away.ToString(), StringComparison.Ordinal);
    }
}
