using System.Text;
using System.Text.Json;
using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>Feeds the inputs of a decision log to fresh rooms and compares what they answer, text by text.</summary>
public static class Replay
{
    /// <param name="catalog">The catalog of the recorded run.</param>
    /// <param name="lines">The log, one JSON object a line; blank lines are passed over.</param>
    /// <exception cref="JsonException">A line is no decision record; the message says which.</exception>
    public static ReplayResult Run(ServingCatalog catalog, IEnumerable<string> lines)
    {
        var rooms = new Dictionary<(string, string), ReplayKey>();
        var differences = new List<ReplayDifference>();
        var (number, records, replayed, skipped, told) = (0, 0, 0, 0, 0);
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            records++;
            var record = Parse(line, number);
            var key = (record.Room, record.Key);
            if (IsHeader(record))
            {
                rooms[key] = new ReplayKey(Open(record, catalog, number), record.Segment, record.Sequence);
            }
            else if (record.Room == ReleaseRecord.Room)
            {
                told++;
            }
            else if (rooms.GetValueOrDefault(key) is { } room && room.Continues(record))
            {
                replayed++;
                Compare(record, room, number, differences);
            }
            else
            {
                skipped++;
            }
        }

        return new ReplayResult(records, replayed, skipped, differences) { Told = told };
    }

    private static void Compare(DecisionRecord record, ReplayKey room, int line, List<ReplayDifference> differences)
    {
        var answer = Answer(record, room.Room);
        var recorded = record.Effects.GetRawText();
        if (answer != recorded)
        {
            room.Lose();
            differences.Add(new ReplayDifference(line, record.Room, record.Key, record.Sequence, recorded, answer));
        }
    }

    private static string Answer(DecisionRecord record, IReplayRoom room)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            room.Apply(record.Input, writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static DecisionRecord Parse(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SharedJson.Default.DecisionRecord) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new JsonException($"Line {number} is no decision record: {e.Message}", e);
        }
    }

    private static bool IsHeader(DecisionRecord record) => record.Room switch
    {
        DecisionRecorder.Routing => FlowJson.IsHeader(record.Input),
        DecisionRecorder.Planning => TickJson.IsHeader(record.Input),
        _ => false,
    };

    private static IReplayRoom Open(DecisionRecord record, ServingCatalog catalog, int number)
    {
        try
        {
            return record.Room == DecisionRecorder.Routing
                ? new RoutingReplay(FlowJson.ReadHeader(record.Input), catalog)
                : new PlanningReplay(TickJson.ReadHeader(record.Input), catalog);
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException)
        {
            throw new JsonException($"Line {number} opens {record.Room} '{record.Key}', which the catalog does not serve: {e.Message}", e);
        }
    }
}
