namespace SageServe.ClusterHour;

/// <summary>Waits for what must come, and says what did not.</summary>
internal static class Until
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <exception cref="RunFailedException">It did not come in time.</exception>
    public static async Task TrueAsync(Func<bool> condition, string what, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                throw new RunFailedException($"After {Limit.TotalSeconds:0} s still not: {what}.");
            }

            await Task.Delay(Look, stop);
        }
    }

    /// <exception cref="RunFailedException">It did not come in time.</exception>
    public static async Task ReadyAsync(AdminClient admin, string address, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await admin.NotReadyBecauseAsync(new Uri(address), "/healthz/ready", stop) is { } reason)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                throw new RunFailedException($"{address} is not ready after {Limit.TotalSeconds:0} s: {reason}");
            }

            await Task.Delay(Look, stop);
        }
    }
}
