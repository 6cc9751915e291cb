using System.Collections.Immutable;
using System.Globalization;
using System.Security.Authentication;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Demand of days from a Prometheus that scrapes the gateways, as the scaler reads it.</summary>
/// <param name="http">Has no time limit of its own.</param>
/// <param name="url">That is asked.</param>
/// <param name="login">Who asks.</param>
/// <param name="say">Told what goes on.</param>
/// <param name="clock">Of this machine.</param>
internal sealed class PrometheusHistory(HttpClient http, string url, PrometheusLogin login, Action<string> say, TimeProvider clock)
{
    /// <summary>Of one answer: a page of days may be much for a busy server.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Failures in a row before it is given up; each halves the page.</summary>
    private const int MostTries = 6;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Read on both sides of a day: a bin is told after its end, and a gateway that is late at midnight is known from before.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>Looks for the length of bins, over all of the time.</summary>
    private const int Looks = 500;

    /// <summary>A clock of demand that is further off than this is another clock.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromHours(1);

    public PrometheusApi Api { get; } = new(http, url, Timeout, login);

    /// <summary>Everything that was told from <paramref name="from"/> on.</summary>
    /// <exception cref="BadInputException">It does not answer, or knows no demand; the message says what is missing.</exception>
    public async Task<DemandRecord> ReadAsync(Instant from, Instant until, CancellationToken stop)
    {
        say($"Reading demand from {from.ToDateTimeOffset():yyyy-MM-dd HH:mm} to {until.ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC from {url}.");
        var lengths = await AskAsync(() => LengthsAsync(from, until, stop), tries: 1, stop);
        var known = await DaysAsync(lengths[0], from, until, stop);
        if (known.IsEmpty)
        {
            throw await NothingAsync(from, until, stop);
        }

        ImmutableArray<string> notes = lengths.Count == 1 ? [] : [$"Gateways told bins of different lengths ({string.Join(", ", lengths.Select(DurationText.Exact))})."];
        return new DemandRecord(WholeMinutes(known), notes);
    }

    /// <summary>Tries again what a busy server refused; what can't work is told at once.</summary>
    public async Task<T> AskAsync<T>(Func<Task<T>> ask, int tries, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (PrometheusRefusedException e)
            {
                throw new BadInputException($"--prometheus {url}: {e.Message}. {PrometheusFlags.Hint}");
            }
            catch (HttpRequestException e) when (e.InnerException?.InnerException is AuthenticationException)
            {
                throw new BadInputException($"--prometheus {url}: {e.Message} with --prometheus-ca FILE.");
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or IOException or OperationCanceledException or InvalidOperationException && !stop.IsCancellationRequested)
            {
                if (--tries <= 0)
                {
                    throw new BadInputException($"--prometheus {url} does not answer as a Prometheus does: {e.Message.TrimEnd('.')}. Check the address, and that this machine may reach it.");
                }

                say($"{e.Message.TrimEnd('.')}. Trying again with less at once.");
            }
        }
    }

    /// <summary>Day by day, so that it can be told how far it is; a bin is of the day in which it begins.</summary>
    private async Task<ImmutableArray<DemandBin>> DaysAsync(TimeSpan bin, Instant from, Instant until, CancellationToken stop)
    {
        var reader = new DemandReader(bin);
        var known = ImmutableArray.CreateBuilder<DemandBin>();
        var (began, said) = (clock.GetTimestamp(), clock.GetTimestamp());
        for (var day = from; day < until; day += Day)
        {
            var end = Instant.Earlier(until, day + Day);
            var bins = await AskAsync(() => reader.ReadAsync(Api, day - Overlap, day - Overlap, end + Overlap, stop), MostTries, stop);
            known.AddRange((bins ?? []).Where(b => b.Start >= day && b.Start < end && b.Start + b.Length <= until));
            if (end < until && clock.GetElapsedTime(said) > Silence)
            {
                said = clock.GetTimestamp();
                var share = (end - from) / (until - from);
                say(string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} % read, about {DurationText.Short(clock.GetElapsedTime(began) * ((1 - share) / share))} left"));
            }
        }

        return known.ToImmutable();
    }

    /// <summary>Lengths of bins that were published, the shortest first.</summary>
    private async Task<List<TimeSpan>> LengthsAsync(Instant from, Instant until, CancellationToken stop)
    {
        var step = TimeSpan.FromSeconds(Math.Max(60, Math.Ceiling((until - from).TotalSeconds / Looks)));
        var lengths = (await Api.QueryRangeAsync(PromQueries.DemandBinLength, from, until, step, stop)).SelectMany(s => s.Values.Select(v => v.Value)).Where(v => v > 0 && double.IsFinite(v)).Distinct().Order().ToList();
        if (lengths.Count == 0)
        {
            throw await NothingAsync(from, until, stop);
        }

        foreach (var (at, start) in (await Api.QueryRangeAsync(PromQueries.DemandBinStart, from, until, step, stop)).SelectMany(s => s.Values).Where(v => double.IsFinite(v.Value)))
        {
            if (Math.Abs(start - at / 1000.0) > MostSkew.TotalSeconds + 2 * lengths[^1])
            {
                throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"{url}: at {Instant.FromUnixSeconds(at / 1000.0).ToDateTimeOffset():yyyy-MM-dd HH:mm} gateways told of a bin of {Instant.FromUnixSeconds(start).ToDateTimeOffset():yyyy-MM-dd HH:mm}. Their demand runs on a second clock (a replayed day of `up`); backtest reads demand in real time only."));
            }
        }

        return [.. lengths.Select(TimeSpan.FromSeconds)];
    }

    private async Task<BadInputException> NothingAsync(Instant from, Instant until, CancellationToken stop)
    {
        var missing = new List<string>();
        foreach (var metric in (MetricName[])[MetricNames.DemandBinStart, MetricNames.DemandBinLength, .. DemandBinRates.Metrics])
        {
            if ((await Api.QueryAsync(PromQueries.SeriesCount(metric, until - from), until, stop)).Count == 0)
            {
                missing.Add(metric.Name);
            }
        }

        var period = $"between {from.ToDateTimeOffset():yyyy-MM-dd HH:mm} and {until.ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC";
        return new BadInputException(missing.Count > 0
            ? $"{url} has no {string.Join(", ", missing)} {period}. Let it scrape /metrics of every gateway's admin listener, at least once a minute (docs/operating/observability.md), or give the days in which it did with --until and --days."
            : $"{url} has the demand metrics {period}, but no bin of them is complete: the rates and the start of a bin must come from one scrape of one target. Look at relabelling rules that take labels away.");
    }

    /// <summary>Bins shorter than a minute are put together: fewer, and as exact as planning is.</summary>
    private static ImmutableArray<DemandBin> WholeMinutes(ImmutableArray<DemandBin> bins) =>
    [
        .. bins.Where(b => b.Length >= DemandRecord.Minute)
            .Concat(bins.Where(b => b.Length < DemandRecord.Minute).GroupBy(b => (b.Series, Start: b.Start.FloorTo(DemandRecord.Minute))).Select(g => new DemandBin(
                g.Key.Series, g.Key.Start, DemandRecord.Minute, g.Average(b => b.PromptTokensPerSecond), g.Average(b => b.OutputTokensPerSecond), g.Average(b => b.RequestsPerSecond))))
            .OrderBy(b => b.Series).ThenBy(b => b.Start),
    ];
}
