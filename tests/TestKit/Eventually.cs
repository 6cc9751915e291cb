using System.Diagnostics;
using Xunit;

namespace SageServe.TestKit;

/// <summary>Waits for a condition with a deadline; for facts of other processes and threads that nobody can signal.</summary>
public static class Eventually
{
    public static Task True(Func<bool> condition, string what, TimeSpan? limit = null) =>
        True(() => Task.FromResult(condition()), what, limit);

    public static async Task True(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        var deadline = limit ?? TimeSpan.FromSeconds(30);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < deadline, $"not within {deadline.TotalSeconds:0.#} s: {what}");
            await Task.Delay(10);
        }
    }
}
