using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace SageServe.ClusterKit;

/// <summary>One open watch: the lines that it still has to send.</summary>
internal sealed class StoreWatch(ResourceType type, string? @namespace, Func<JsonObject, bool> wanted, bool takesBookmarks)
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    /// <summary>Breaks the rule that what stops matching is gone.</summary>
    public bool HidesUnmatched { get; init; }

    /// <summary>Breaks the rule that what is deleted is told.</summary>
    public bool HidesDeletes { get; init; }

    public ChannelReader<string> Lines => _lines.Reader;

    /// <summary>An object that stops matching is gone for this watch, one that begins to is new.</summary>
    public void See(StoreEvent change)
    {
        if (change.Key.Type != type || (@namespace is not null && change.Key.Namespace != @namespace))
        {
            return;
        }

        var was = change.Before is { } before && wanted(before);
        var isNow = change.After is { } after && wanted(after);
        if (isNow)
        {
            Send(was ? "MODIFIED" : "ADDED", change.After!);
        }
        else if (was && !(change.After is null ? HidesDeletes : HidesUnmatched))
        {
            var last = change.Before!.Clone();
            last.Into("metadata")["resourceVersion"] = change.Version.ToString();
            Send("DELETED", last);
        }
    }

    public void Send(string kind, JsonObject item) => SendLine(Line(kind, item));

    public void Bookmark(long version)
    {
        if (takesBookmarks)
        {
            Send("BOOKMARK", new JsonObject
            {
                ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(), ["creationTimestamp"] = null },
            });
        }
    }

    public void SendLine(string line) => _lines.Writer.TryWrite(line);

    public void End() => _lines.Writer.TryComplete();

    private static string Line(string kind, JsonObject item) => $$"""{"type":"{{kind}}","object":{{item.ToJsonString()}}}""";
}
