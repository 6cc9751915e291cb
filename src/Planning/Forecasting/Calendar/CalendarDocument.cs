using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Planning;

/// <summary>A calendar file's text, as docs/schema/calendar.schema.json says, as days that have an instant.</summary>
public static class CalendarDocument
{
    /// <summary>Days of one file: a century of a country's holidays.</summary>
    public const int DaysMost = 10_000;

    private static readonly string[] Names = ["timeZone", "days", "notes", "$schema"];

    /// <summary>Reads all of it, and says all that is wrong with it.</summary>
    /// <param name="json">The file.</param>
    /// <param name="zone">Finds a time zone by its name; null where there is none.</param>
    /// <param name="problems">Sentences that begin with the path of what they are about (<c>days:3:like</c>); empty where the calendar may be used.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static LoadCalendar Parse(ReadOnlyMemory<byte> json, Func<string, TimeZoneInfo?> zone, out IReadOnlyList<string> problems)
    {
        using var document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var found = new List<string>();
        problems = found;
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("days", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            found.Add("days: a list of days is expected: { \"timeZone\": \"Europe/Berlin\", \"days\": [ { \"name\": \"Labour Day\", \"from\": \"2026-05-01\", \"like\": \"sunday\" } ] }.");
            return LoadCalendar.None;
        }

        found.AddRange(root.EnumerateObject().Where(p => !Names.Contains(p.Name)).Select(p => $"{p.Name}: is not known here; there are timeZone, days and notes."));
        var clock = Zone(root, zone, found);
        var days = ImmutableArray.CreateBuilder<SpecialDay>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            days.AddRange(new CalendarEntry(item, $"days:{index++}", clock, found).Days(DaysMost + 1 - days.Count));
        }

        if (days.Count > DaysMost)
        {
            found.Add($"days: more than {DaysMost} days are marked. Leave out what is long past.");
        }

        days.Sort((a, b) => a.Start.CompareTo(b.Start));
        Repeats(days, found);
        return found.Count == 0 ? new LoadCalendar(days.ToImmutable()) : LoadCalendar.None;
    }

    private static TimeZoneInfo Zone(JsonElement root, Func<string, TimeZoneInfo?> zone, List<string> found)
    {
        if (!root.TryGetProperty("timeZone", out var name))
        {
            return TimeZoneInfo.Utc;
        }

        var known = name.ValueKind == JsonValueKind.String ? zone(name.GetString()!) : null;
        if (known is null)
        {
            found.Add($"timeZone: {name.GetRawText()} is no time zone of this machine. Write one as Europe/Berlin, or leave it out for UTC.");
        }

        return known ?? TimeZoneInfo.Utc;
    }

    private static void Repeats(ImmutableArray<SpecialDay>.Builder days, List<string> found)
    {
        for (var i = 1; i < days.Count; i++)
        {
            if (days[i].Start == days[i - 1].Start && days[i].Models.SequenceEqual(days[i - 1].Models) && days[i].Regions.SequenceEqual(days[i - 1].Regions))
            {
                found.Add($"days: '{days[i].Name}' and '{days[i - 1].Name}' mark the same day for the same models and regions. Keep one.");
            }
        }
    }
}
