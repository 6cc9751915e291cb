using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace SageServe.Planning;

/// <summary>One entry of a calendar file: a day or a run of days.</summary>
/// <param name="entry">Its JSON.</param>
/// <param name="path">Where it stands.</param>
/// <param name="zone">The calendar's clock.</param>
/// <param name="problems">Gets all that is wrong with it.</param>
internal sealed class CalendarEntry(JsonElement entry, string path, TimeZoneInfo zone, List<string> problems)
{
    private const double ScaleLeast = 0.01;
    private const double ScaleMost = 10;

    private static readonly string[] Kinds = ["like", "scale", "unknown"];
    private static readonly string[] Names = ["name", "from", "to", "like", "scale", "unknown", "models", "regions"];

    /// <summary>Its days, at most this many; empty where something is wrong.</summary>
    public IReadOnlyList<SpecialDay> Days(int most)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{path}: an entry is expected here: {{ \"name\": \"Labour Day\", \"from\": \"2026-05-01\", \"like\": \"sunday\" }}.");
            return [];
        }

        var before = problems.Count;
        problems.AddRange(entry.EnumerateObject().Where(p => !Names.Contains(p.Name)).Select(p => $"{path}:{p.Name}: is not known here; there are {string.Join(", ", Names)}."));
        var name = entry.TryGetProperty("name", out var n) && n is { ValueKind: JsonValueKind.String } && n.GetString() is { Length: > 0 } text ? text : Wrong("name", "a name is missing", "");
        var from = Date("from") ?? (entry.TryGetProperty("from", out _) ? default : Wrong("from", "the day is missing; write for example 2026-05-01", default(DateOnly)));
        var to = Date("to") ?? from;
        if (to < from)
        {
            problems.Add($"{path}:to: {to:yyyy-MM-dd} is before {from:yyyy-MM-dd}.");
        }

        var (like, scale) = Kind();
        var (models, regions) = (Words("models", m => new ModelId(m)), Words("regions", r => new RegionId(r)));
        return problems.Count > before
            ? []
            : [.. Enumerable.Range(0, Math.Min(most, to.DayNumber - from.DayNumber + 1)).Select(i => from.AddDays(i)).Select(day =>
                new SpecialDay(Midnight(day), Midnight(day.AddDays(1)), day.DayOfWeek, name) { Like = like, Scale = scale, Models = models, Regions = regions })];
    }

    private (DayOfWeek? Like, double? Scale) Kind()
    {
        var told = Kinds.Where(k => entry.TryGetProperty(k, out _)).ToList();
        if (told.Count != 1)
        {
            problems.Add($"{path}: one of like (a day of the week), scale (a factor) and unknown (true) is expected, not {(told.Count == 0 ? "none" : string.Join(" and ", told))}.");
            return default;
        }

        var value = entry.GetProperty(told[0]);
        return told[0] switch
        {
            "like" => (Weekday(value), null),
            "scale" => (null, value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= ScaleLeast and <= ScaleMost and var s
                ? s
                : Wrong<double?>("scale", FormattableString.Invariant($"{value.GetRawText()} is no factor from {ScaleLeast} to {ScaleMost}"), null)),
            _ => value.ValueKind == JsonValueKind.True ? default : Wrong<(DayOfWeek?, double?)>("unknown", "only true can stand here; else leave it out", default),
        };
    }

    private DayOfWeek? Weekday(JsonElement value) => value.ValueKind == JsonValueKind.String && Enum.GetNames<DayOfWeek>().FirstOrDefault(d => d.Equals(value.GetString(), StringComparison.OrdinalIgnoreCase)) is { } day
        ? Enum.Parse<DayOfWeek>(day)
        : Wrong<DayOfWeek?>("like", $"{value.GetRawText()} is no day of the week; write one of sunday, monday, tuesday, wednesday, thursday, friday, saturday", null);

    private DateOnly? Date(string member)
    {
        if (!entry.TryGetProperty(member, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1970 and < 2200
            ? date
            : Wrong<DateOnly?>(member, $"{value.GetRawText()} is no day from 1970 to 2199; write it as 2026-05-01", null);
    }

    private ImmutableArray<T> Words<T>(string member, Func<string, T> make)
    {
        if (!entry.TryGetProperty(member, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String || v.GetString()!.Length == 0))
        {
            return Wrong<ImmutableArray<T>>(member, "a list of names is expected here", []);
        }

        return [.. value.EnumerateArray().Select(v => make(v.GetString()!))];
    }

    /// <summary>Where clocks skip midnight the day begins an hour later.</summary>
    private Instant Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        return Instant.From(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    private T Wrong<T>(string member, string problem, T instead)
    {
        problems.Add($"{path}:{member}: {problem}.");
        return instead;
    }
}
