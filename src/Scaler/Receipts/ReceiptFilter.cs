using System.Globalization;

namespace SageServe.Scaler;

/// <summary>Which receipts are asked for.</summary>
/// <param name="Pool">A part of the pool's name (<c>model@region/hardware/OnDemand/main</c>); null: all.</param>
/// <param name="Since">Moves decided then or later; null: all.</param>
/// <param name="Verdict">Of this verdict; open ones have none. Null: all.</param>
/// <param name="Limit">Closed ones at most.</param>
internal sealed record ReceiptFilter(string? Pool, Instant? Since, string? Verdict, int Limit)
{
    private const int LimitDefault = 100;
    private const int LimitMost = 1_000;

    public bool Passes(MoveReceipt receipt) =>
        PassesPool(receipt.Pool) && !(receipt.At < Since) && (Verdict is null || receipt.Verdict == Verdict);

    public bool PassesPool(PoolId pool) => Pool is null || pool.ToString().Contains(Pool, StringComparison.OrdinalIgnoreCase);

    /// <summary>The filter, or the parameter that is wrong and what it may be.</summary>
    /// <param name="query">Of the request.</param>
    /// <param name="now">From which lengths of time are counted back.</param>
    public static (ReceiptFilter? Filter, string Parameter, string Problem) Read(IQueryCollection query, Instant now)
    {
        var verdict = Text(query, "verdict");
        var since = Text(query, "since");
        var limit = LimitDefault;
        return verdict is not null && !ReceiptVerdicts.All.Contains(verdict) ? (null, "verdict", $"'{verdict}' is no verdict; there are {string.Join(", ", ReceiptVerdicts.All)}.")
            : since is not null && Time(since, now) is null ? (null, "since", $"'{since}' is no time; write 2026-03-02T08:00:00Z, or 90m, 24h, 7d for that long before now.")
            : Text(query, "limit") is { } text && !(int.TryParse(text, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= LimitMost)
                ? (null, "limit", $"'{text}' is no number from 1 to {LimitMost}.")
            : (new ReceiptFilter(Text(query, "pool"), since is null ? null : Time(since, now), verdict, limit), "", "");
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static Instant? Time(string text, Instant now)
    {
        var unit = text[^1] switch { 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), 'd' => TimeSpan.FromDays(1), _ => TimeSpan.Zero };
        return unit > TimeSpan.Zero && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count <= 100_000 ? now - unit * count
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Instant.From(at)
            : null;
    }
}
