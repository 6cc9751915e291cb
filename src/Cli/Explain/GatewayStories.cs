using System.CommandLine;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>
/// Stories that running gateways remember. The gateways that were named are asked, then those that the answers name as having another part.
/// </summary>
internal sealed class GatewayStories(ParseResult parsed)
{
    private readonly Queue<(string Url, RegionId? Region)> _left = new();
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RequestStory> _found = [];

    /// <summary>Gateways that could not tell anything, and why.</summary>
    public List<string> Problems { get; } = [];

    /// <exception cref="BadInputException">No gateway knows the request.</exception>
    public async Task<IReadOnlyList<RequestStory>> FindAsync(IEnumerable<string> gateways, string id, CancellationToken stop)
    {
        foreach (var gateway in gateways)
        {
            _left.Enqueue((gateway, null));
        }

        var missing = new SortedSet<RegionId>();
        while (_left.TryDequeue(out var next))
        {
            if (!_asked.Add(next.Url.TrimEnd('/')) || next.Region is { } known && _found.Any(s => s.Region == known))
            {
                continue;
            }

            foreach (var peer in await AskAsync(next.Url, id, stop))
            {
                missing.Add(peer.Region);
                foreach (var url in peer.AdminUrls)
                {
                    _left.Enqueue((url, peer.Region));
                }
            }
        }

        missing.ExceptWith(_found.Select(s => s.Region));
        Problems.AddRange(missing.Select(r => $"The gateway of {r} has another part of it: name its admin address with --gateway."));
        return _found.Count > 0 ? _found : throw new BadInputException(string.Join("\n", Problems));
    }

    /// <summary>The newest that pass the filters.</summary>
    public static async Task<RequestStories> RecentAsync(ParseResult parsed, string gateway, string query, CancellationToken stop)
    {
        using var admin = AdminFlags.Open(parsed, gateway, "--gateway");
        return Read(await admin.SendAsync(HttpMethod.Get, "/admin/requests" + query, null, stop));
    }

    private async Task<IEnumerable<StoryPeer>> AskAsync(string gateway, string id, CancellationToken stop)
    {
        try
        {
            using var admin = AdminFlags.Open(parsed, gateway, "--gateway");
            var answer = Read(await admin.SendAsync(HttpMethod.Get, "/admin/requests/" + Uri.EscapeDataString(id), null, stop));
            _found.AddRange(answer.Requests.Where(s => !_found.Exists(f => f.Region == s.Region && f.Id == s.Id)));
            return answer.Elsewhere;
        }
        catch (BadInputException e)
        {
            Problems.Add(e.Message);
            return [];
        }
    }

    private static RequestStories Read(byte[] answer) => JsonSerializer.Deserialize(answer, SharedJson.Default.RequestStories)!;
}
