using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SageServe.Cli;

/// <summary><c>queue</c>: patient work of all tenants, at a running gateway; any gateway of the region tells and does the same.</summary>
internal static class QueueCommand
{
    private static readonly Argument<string> Batch = new("batch") { Description = "The batch's id, as `queue list` shows it." };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON." };
    private static readonly Option<bool> All = new("--all") { Description = "Ended batches too." };
    private static readonly Option<int> Limit = new("--limit") { Description = "Batches shown at most, the newest.", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Lines = new("--lines") { Description = "Failed lines shown at most.", DefaultValueFactory = _ => 50 };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Releases patient work again." };

    public static Command Create() => new("queue", "Shows patient work (batches and held flex calls) at a running gateway, and changes it.")
    {
        Verb("list", """
            Lists lanes (one for each model: what waits and runs, who pumps, what is due, time to spare) and batches with their times.

            Examples:
              sageserve queue list
              sageserve queue list --all --limit 20 --admin http://10.0.0.5:9080 --admin-key-file admin.key --json
            """, ListAsync, All, Limit),
        Verb("show", """
            Shows a batch closely: counts, what the index has of it, when it will be done, and its failed lines with what was wrong.

            Example:
              sageserve queue show batch_0199f3c2a7d84c1e9a0b6f21d4e83c55 --lines 200
            """, ShowAsync, Batch, Lines),
        Verb("retry", """
            Makes the lines of an ended batch that have no good answer a new batch of the same tenant, key and window, and says its id.

            Example:
              sageserve queue retry batch_0199f3c2a7d84c1e9a0b6f21d4e83c55
            """, (parsed, admin, stop) => ActAsync(parsed, admin, HttpMethod.Post, PathOf(parsed) + "/retry", stop), Batch),
        Verb("cancel", """
            Cancels a batch as its tenant could; answers that it has are kept.

            Example:
              sageserve queue cancel batch_0199f3c2a7d84c1e9a0b6f21d4e83c55
            """, (parsed, admin, stop) => ActAsync(parsed, admin, HttpMethod.Post, PathOf(parsed) + "/cancel", stop), Batch),
        Verb("drain", """
            Stops the release of patient work at all gateways of the region: what runs goes on, new batches are still taken. Windows do not stop.

            Examples:
              sageserve queue drain
              sageserve queue drain --resume
            """, (parsed, admin, stop) => ActAsync(parsed, admin, parsed.GetValue(Resume) ? HttpMethod.Delete : HttpMethod.Put, "/admin/queue/drain", stop), Resume),
        Verb("rebuild", """
            Fills the index from the files: lines without a result that it lacks are put into it again. Gateways do that by themselves; this does it now.

            Example:
              sageserve queue rebuild --json
            """, RebuildAsync),
    };

    private static Command Verb(string name, string about, Func<ParseResult, AdminApi, CancellationToken, Task> action, params Symbol[] own)
    {
        var verb = new Command(name, about);
        foreach (var symbol in own)
        {
            if (symbol is Argument argument)
            {
                verb.Arguments.Add(argument);
            }
            else
            {
                verb.Options.Add((Option)symbol);
            }
        }

        foreach (var option in new Option[] { AdminFlags.Admin, AdminFlags.Key, Json })
        {
            verb.Options.Add(option);
        }

        verb.SetAction(async (parsed, stop) =>
        {
            using var admin = AdminFlags.Open(parsed);
            await action(parsed, admin, stop);
            return 0;
        });
        return verb;
    }

    private static async Task ListAsync(ParseResult parsed, AdminApi admin, CancellationToken stop)
    {
        var path = $"/admin/queue?all={(parsed.GetValue(All) ? "true" : "false")}&limit={parsed.GetValue(Limit)}";
        Write(parsed, await admin.SendAsync(HttpMethod.Get, path, null, stop), SharedJson.Default.QueueDocument, QueueTable.Text);
    }

    private static async Task ShowAsync(ParseResult parsed, AdminApi admin, CancellationToken stop) =>
        Write(parsed, await admin.SendAsync(HttpMethod.Get, $"{PathOf(parsed)}?lines={parsed.GetValue(Lines)}", null, stop), SharedJson.Default.QueueBatchDetail, QueueDetail.Text);

    private static async Task ActAsync(ParseResult parsed, AdminApi admin, HttpMethod method, string path, CancellationToken stop) =>
        Write(parsed, await admin.SendAsync(method, path, null, stop), SharedJson.Default.QueueAction, done => done.Done + "\n");

    private static async Task RebuildAsync(ParseResult parsed, AdminApi admin, CancellationToken stop)
    {
        var answer = await admin.SendAsync(HttpMethod.Post, "/admin/queue/rebuild", null, stop);
        using var json = JsonDocument.Parse(answer);
        int Of(string name) => json.RootElement.GetProperty(name).GetInt32();
        Console.Write(parsed.GetValue(Json)
            ? Encoding.UTF8.GetString(answer) + "\n"
            : $"{Of("batches")} batch(es) with {Of("linesLeft")} line(s) left: {Of("enqueued")} were missing and are queued again, {Of("groupsRemoved")} group(s) of ended batches were removed.\n");
    }

    private static string PathOf(ParseResult parsed) => "/admin/queue/batches/" + Uri.EscapeDataString(parsed.GetRequiredValue(Batch));

    private static void Write<T>(ParseResult parsed, byte[] answer, JsonTypeInfo<T> type, Func<T, string> text) =>
        Console.Write(parsed.GetValue(Json) ? Encoding.UTF8.GetString(answer) + "\n" : text(JsonSerializer.Deserialize(answer, type)!));
}
