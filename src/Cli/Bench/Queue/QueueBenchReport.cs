using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>What <c>bench queue</c> measured.</summary>
internal sealed record QueueBenchReport(ImmutableArray<QueueBenchStore> Stores, double Seconds, int Processors, string? LoadAverage)
{
    /// <summary><c>items_per_second</c> by store, and an object for each store with all its figures.</summary>
    public string ToJson()
    {
        var json = new JsonObject { ["items_per_second"] = new JsonObject(Stores.Select(s => KeyValuePair.Create(s.Name, Number(s.ItemsPerSecond)))) };
        foreach (var store in Stores)
        {
            json[store.Name] = new JsonObject
            {
                ["items_per_second"] = Number(store.ItemsPerSecond),
                ["bytes_per_item"] = Number(store.BytesPerItem),
                ["largest_over_least_backlog"] = Math.Round(store.Flatness, 3),
                ["by_backlog"] = new JsonObject(store.Levels.Select(l => KeyValuePair.Create(l.Backlog.ToString(CultureInfo.InvariantCulture), (JsonNode?)Level(l)))),
            };
        }

        json["seconds_each"] = Seconds;
        json["processors"] = Processors;
        json["load_average"] = LoadAverage;
        return json.ToJsonString(new() { WriteIndented = true }) + "\n";
    }

    public string Text()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"Items a second through enqueue, grant, collect and complete, one caller, {Seconds:0.#} s at each backlog; {Processors} processors, load average {LoadAverage}");
        Line($"{"store",-8}{"backlog",10}{"items/s",10}{"enqueue only",14}{"bytes/item",12}");
        foreach (var (store, level) in Stores.SelectMany(s => s.Levels.Select(l => (s, l))))
        {
            Line($"{store.Name,-8}{level.Backlog,10}{level.ItemsPerSecond,10:0}{level.FilledPerSecond,14:0}{level.BytesPerItem,12:0.0}");
        }

        foreach (var store in Stores)
        {
            Line($"{store.Name}: at least {store.ItemsPerSecond:0} items/s; with {store.Levels[^1].Backlog} waiting {store.Flatness:0.00} of the rate with {store.Levels[0].Backlog}.");
        }

        return text.ToString();
    }

    private static JsonObject Level(QueueBenchLevel level) => new JsonObject
    {
        ["items_per_second"] = Number(level.ItemsPerSecond),
        ["enqueued_per_second"] = Number(level.FilledPerSecond),
        ["bytes_per_item"] = Number(level.BytesPerItem),
    };

    private static JsonNode? Number(double value) => Math.Round(value, 1);
}
