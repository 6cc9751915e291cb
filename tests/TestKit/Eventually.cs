using System.Diagnostics;
using Xunit;

namespace SageServe.TestKit;

/// <summary>Waits for a condition with a deadline; for facts of other processes and threads that nobody can signal.</summary>
public static class Eventually
{
    public static Task True(Func<bool> condition, string what, TimeSpan? limit = null) =>
        True(() => Task.FromResult(condition()), what, limit);

    public static Task True(Func<Task<bool>> condition, string what, TimeSpan? limit = null) => True(condition, () => what, limit);

    /// <param name="condition">Asked until it holds.</param>
    /// <param name="what">What is waited for, as it stands when the time is over.</param>
    /// <param name="limit">30 s unless given.</param>
    public static async Task True(Func<Task<bool>> condition, Func<string> what, TimeSpan? limit = null)
    {
        var deadline = limit ?? TimeSpan.FromSeconds(30);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < deadline, watch.Elapsed < deadline ? null : $"not within {deadline.TotalSeconds:0.#} s: {what()}");
            await Task.Delay(10);
        }
    }
}
