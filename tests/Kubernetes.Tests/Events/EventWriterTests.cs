using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Kubernetes.Tests;

public sealed class EventWriterTests : IDisposable
{
    private static readonly EventObject About = new("apps/v1", "Deployment", "ns", "llama", "uid-1");

    private readonly ScriptedHandler _handler = new();
    private readonly ManualTimeProvider _time = new();
    private readonly EventWriter _writer;
    private int _version;

    public EventWriterTests() => _writer = new EventWriter(new KubernetesClient(new HttpClient(_handler) { BaseAddress = new Uri("http://api/") }, _time), "sageserve-scaler", _time);

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task The_same_again_is_counted_and_written_once_a_minute()
    {
        await Write("one");
        await Write("one");
        await Write("one");
        var first = Assert.Single(_handler.Seen);
        Assert.Equal(("POST", "/api/v1/namespaces/ns/events"), (first.Method, first.Path));
        var body = JsonNode.Parse(first.Body)!;
        Assert.Equal(("Drains", "Warning", "llama", "uid-1", "sageserve-scaler"), (Text(body, "reason"), Text(body, "type"), Text(body["involvedObject"]!, "name"), Text(body["involvedObject"]!, "uid"), Text(body["source"]!, "component")));

        _time.Advance(TimeSpan.FromMinutes(1));
        await Write("one");
        var again = _handler.Seen.Last();
        Assert.Equal(("PUT", 4), (again.Method, JsonNode.Parse(again.Body)!["count"]!.GetValue<int>()));
        Assert.Equal(Text(body["metadata"]!, "name"), Text(JsonNode.Parse(again.Body)!["metadata"]!, "name"));
    }

    [Fact]
    public async Task One_that_the_server_has_forgotten_is_made_anew()
    {
        await Write("one");
        _time.Advance(TimeSpan.FromMinutes(1));
        _handler.Answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("{}") });
        await Write("one");
        Assert.Equal(["POST", "PUT", "POST"], _handler.Seen.Select(s => s.Method));
    }

    [Fact]
    public async Task Too_many_are_dropped_and_counted_and_a_minute_later_written_again()
    {
        for (var i = 0; i < 40; i++)
        {
            await Write($"message {i}");
        }

        Assert.Equal((30, 10L), (_handler.Seen.Count, _writer.Dropped));
        _time.Advance(TimeSpan.FromMinutes(1));
        await Write("another");
        Assert.Equal(31, _handler.Seen.Count);
    }

    private Task Write(string message)
    {
        _handler.Answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer()) });
        return _writer.WriteAsync(About, "Drains", message, isWarning: true, CancellationToken.None);
    }

    // The server gives back what it was sent, with a version.
    private string Answer()
    {
        var sent = JsonNode.Parse(_handler.Seen.Last().Body)!;
        sent["metadata"]!["resourceVersion"] = (++_version).ToString();
        return sent.ToJsonString();
    }

    private static string Text(JsonNode node, string name) => node[name]!.ToString();
}
