using System.Diagnostics;
using System.Net;

namespace SageServe.Cli;

/// <summary>Plays the client's side of cases: as many on one connection as it serves.</summary>
internal sealed class FuzzClient(IPEndPoint gateway)
{
    /// <param name="flights">At least one.</param>
    /// <param name="pipelined">Requests are sent without waiting for the answers before them.</param>
    /// <param name="limit">Ends what hangs.</param>
    /// <returns>What came of the first ones; the others need another connection.</returns>
    public async Task<IReadOnlyList<FuzzOutcome>> RunAsync(IReadOnlyList<FuzzFlight> flights, bool pipelined, CancellationToken limit)
    {
        using var connection = new FuzzConnection();
        await connection.OpenAsync(gateway, limit);
        // To close one's side is to leave: what is not framed, and so ends with that, waits until the others are answered.
        var together = pipelined ? flights.TakeWhile(f => f.Case is { Leaves: false, Framed: true }).ToArray() : [];
        var sending = SendAllAsync(connection, together, limit);
        var outcomes = new List<FuzzOutcome>();
        for (var i = 0; i < flights.Count; i++)
        {
            if (i >= together.Length)
            {
                await sending;
                await connection.SendAsync(flights[i].Case, limit);
            }

            outcomes.Add(await OneAsync(connection, flights[i], isFirst: i == 0, limit));
            if (connection.Ended || outcomes[^1].LeftAt is not null || flights[i].Case.Closes || outcomes[^1].Closes)
            {
                break;
            }
        }

        // Whatever is still on its way belongs to cases that need another connection.
        connection.Dispose();
        await sending;
        return outcomes;
    }

    private static async Task SendAllAsync(FuzzConnection connection, FuzzFlight[] flights, CancellationToken limit)
    {
        await Task.Yield();
        foreach (var flight in flights)
        {
            await connection.SendAsync(flight.Case, limit);
            if (flight.Case.Closes)
            {
                return;
            }
        }
    }

    private static async Task<FuzzOutcome> OneAsync(FuzzConnection connection, FuzzFlight flight, bool isFirst, CancellationToken limit)
    {
        var one = flight.Case;
        if (!one.Leaves)
        {
            return new FuzzOutcome(flight, one.Closes ? await connection.RestAsync(limit) : await connection.NextAsync(limit), LeftAt: null, isFirst);
        }

        if (one.LeaveAfterGot is { } enough && one.LeaveAfterSent is null)
        {
            // Zero: as soon as an upstream has it, or an answer shows that none gets it.
            var answer = connection.AwaitAsync(Math.Max(enough, 1), limit);
            await (enough == 0 ? Task.WhenAny(flight.Arrived, answer) : answer);
            var at = Stopwatch.GetTimestamp();
            connection.Dispose();
            await answer;
            return new FuzzOutcome(flight, [], at, isFirst);
        }

        var left = Stopwatch.GetTimestamp();
        connection.Dispose();
        return new FuzzOutcome(flight, [], left, isFirst);
    }
}
