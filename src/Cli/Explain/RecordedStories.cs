using System.Collections.Immutable;
using System.Text.Json;
using SageServe.Routing;

namespace SageServe.Cli;

/// <summary>
/// Stories told again from decision logs. A log has what routing was told and what it decided, of every request; it has no HTTP status, no
/// path and not the client's own id.
/// </summary>
internal static class RecordedStories
{
    /// <param name="path">A log, or a folder that <c>up --record</c> wrote; every log of it is read.</param>
    /// <param name="id">Ours.</param>
    /// <exception cref="BadInputException">There is no log, or no request of this id in it.</exception>
    public static IReadOnlyList<RequestStory> Find(string path, string id)
    {
        var logs = DecisionLogFiles.Of(path);
        var found = logs.SelectMany(log => Of(log, id)).ToList();
        return found.Count > 0
            ? found
            : throw new BadInputException($"No request '{id}' in {string.Join(", ", logs)}. A log knows the gateway's own ids (req_...), not those that clients gave.");
    }

    private static List<RequestStory> Of(string log, string id)
    {
        var homes = new Dictionary<string, RegionId>(StringComparer.Ordinal);
        var stories = new SortedDictionary<string, RecordedStory>(StringComparer.Ordinal);
        var wanted = JsonSerializer.Serialize(id);
        var number = 0;
        foreach (var line in File.ReadLines(log))
        {
            number++;
            var isHeader = line.Contains("\"kind\":\"" + FlowJson.OpenKind, StringComparison.Ordinal);
            if (!isHeader && !line.Contains(wanted, StringComparison.Ordinal) || Read(log, line, number) is not { Room: "routing" } record)
            {
                continue;
            }

            if (isHeader)
            {
                homes[record.Key] = FlowJson.ReadHeader(record.Input).Home;
            }
            else if (homes.TryGetValue(record.Key, out var home))
            {
                Tell(stories, record, home, id);
            }
        }

        return [.. stories.Values.Select(s => s.ToStory())];
    }

    private static void Tell(SortedDictionary<string, RecordedStory> stories, DecisionRecord record, RegionId home, string id)
    {
        var input = FlowJson.ReadInput(record.Input);
        var request = input.Request ?? input.Offered?.FirstOrDefault(r => r.Id.Value == id);
        if (request?.Id.Value == id && !stories.ContainsKey(record.Key))
        {
            stories.Add(record.Key, new RecordedStory(request, home));
        }

        if (stories.TryGetValue(record.Key, out var story))
        {
            story.Take(input, record.Effects);
        }
    }

    private static DecisionRecord? Read(string log, string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SharedJson.Default.DecisionRecord);
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{log}, line {number}: {e.Message}");
        }
    }
}
