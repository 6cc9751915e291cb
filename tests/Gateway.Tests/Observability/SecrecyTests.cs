using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>
/// Whatever a client or an engine writes is in no log, metric, trace, decision log or remembered request. Everything that could be told
/// holds one word here, and that word is looked for; our own categories log all that they can.
/// </summary>
public sealed class SecrecyTests
{
    private const string Word = "zqmarker";
    private const string Stories = "remembered requests";
    private const string Key = $"sk-{Word}-key";

    /// <summary>An operator may look a request up by the id that its client gave it, and nowhere else is it kept.</summary>
    private const string RequestId = "own-request-id";
    private static readonly string Fields =
        $$$"""
        "user":"{{{Word}}}-user","prompt_cache_key":"{{{Word}}}-cache","metadata":{"a":"{{{Word}}}-metadata","user_id":"{{{Word}}}-user-id"},"stop":["{{{Word}}}-stop"],
        "tools":[{"type":"function","function":{"name":"{{{Word}}}-tool"}}],
        """;

    [Fact]
    public async Task What_clients_and_engines_write_is_told_nowhere()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var one = await FakeEngine.StartAsync();
        await using var two = await FakeEngine.StartAsync();
        await using var gateway = await StartAsync(receiver, one.Url, two.Url);

        await SucceedAsync(gateway, one, two);
        await BeRefusedAsync(gateway);
        await FailAsync(gateway, one, two);
        await BatchAsync(gateway, one, two);
        var made = await AdministerAsync(gateway);
        await receiver.UntilAsync(20, s => s.Kind == 2);

        var told = await EndAsync(gateway, receiver);
        AssertTold(told);
        Assert.All(told, t => AssertSecret(t.Where, t.Text, Word, ApiKeySecret.HashOf(Key), Convert.ToBase64String(Encoding.UTF8.GetBytes(Word)), made, ApiKeySecret.HashOf(made)));
        Assert.All(told.Where(t => t.Where != Stories), t => AssertSecret(t.Where, t.Text, RequestId));
    }

    [Theory]
    [InlineData($"{Word} is no status line\r\n\r\n")]
    [InlineData($"HTTP/1.1 200 OK\r\n{Word} is no header\r\n\r\n")]
    [InlineData($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{Word} is no size\r\n")]
    [InlineData($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{{\"choices\":\"{Word}\"")]
    public async Task An_answer_that_is_no_HTTP_is_not_quoted(string answer)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = RawEngine.Start(answer);
        await using var gateway = await StartAsync(receiver, engine.Url);
        try
        {
            using var response = await SendAsync(gateway, "/v1/chat/completions", Chat(stream: true));
            await response.Content.ReadAsByteArrayAsync();
        }
        catch (HttpRequestException)
        {
            // An answer that broke off after its first byte ends the connection.
        }

        await receiver.UntilAsync(1, s => s.Kind == 2);
        var told = await EndAsync(gateway, receiver);
        Assert.True(told[0].Text.Contains("attempt at engine-0 ended", StringComparison.Ordinal), told[0].Text);
        Assert.All(told, t => AssertSecret(t.Where, t.Text, Word));
    }

    private static Task<GatewayProcess> StartAsync(OtlpReceiver receiver, params string[] engines)
    {
        var keys = $$"""{"keys":[{"sha256":"{{ApiKeySecret.HashOf(Key)}}","tenant":"acme"},{"sha256":"{{ApiKeySecret.HashOf(Key + "-poor")}}","tenant":"poor","limits":{"requestsPerMinute":1} }]}""";
        var setup = receiver.Traced(new GatewaySetup
        {
            RecordsDecisions = true,
            KeysJson = keys,
            Routing = new JsonObject { ["AvoidAfterFailure"] = "00:00:00.001", ["Breaker"] = new JsonObject { ["ConsecutiveFailures"] = 1000, ["MinAttempts"] = 1000 } },
            MaxBodyBytes = 20_000,
            Adjust = gateway =>
            {
                gateway["AdminKey"] = $"{Word}-admin-key";
                // An engine that speaks no HTTP is ill; a slow machine's first request must reach it all the same.
                gateway["Fleet"] = new JsonObject { ["Health"] = new JsonObject { ["UnhealthyAfter"] = 100 } };
            },
            AdjustAll = root => root["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["SageServe"] = "Trace" } },
        });
        return GatewayProcess.StartAsync(setup, [.. engines.Select((url, i) => GatewayUnderTest.Replica($"engine-{i}", url))]);
    }

    private static async Task SucceedAsync(GatewayProcess gateway, params FakeEngine[] engines)
    {
        foreach (var engine in engines)
        {
            engine.EchoesHeaders = true;
        }

        await ExpectAsync(gateway, HttpStatusCode.OK, "/v1/chat/completions", Chat());
        await ExpectAsync(gateway, HttpStatusCode.OK, "/v1/chat/completions", Chat(stream: true));
        await ExpectAsync(gateway, HttpStatusCode.OK, "/v1/chat/completions", Chat("\"service_tier\":\"flex\","));
        await ExpectAsync(gateway, HttpStatusCode.OK, "/v1/chat/completions", Chat("\"service_tier\":\"priority\","));
        await ExpectAsync(gateway, HttpStatusCode.OK, "/v1/completions", $$"""{"model":"model-a",{{Fields}}"prompt":"{{Word}}"}""");
        await ExpectAsync(gateway, HttpStatusCode.OK, "/v1/responses", $$"""{"model":"model-a","input":"{{Word}}","instructions":"{{Word}}"}""");
        await ExpectAsync(gateway, HttpStatusCode.OK, "/v1/messages", $$"""{"model":"model-a","max_tokens":5,"system":"{{Word}}","metadata":{"user_id":"{{Word}}"},"messages":[{"role":"user","content":"{{Word}}"}]}""");
        await ExpectAsync(gateway, HttpStatusCode.OK, "/v1/embeddings", $$"""{"model":"model-a","input":["{{Word}}"]}""");
        foreach (var engine in engines)
        {
            engine.EchoesHeaders = false;
        }
    }

    private static async Task BeRefusedAsync(GatewayProcess gateway)
    {
        const string Path = "/v1/chat/completions";
        await ExpectAsync(gateway, HttpStatusCode.Unauthorized, Path, Chat(), ("Authorization", $"Bearer {Word}-unknown"));
        await ExpectAsync(gateway, HttpStatusCode.Unauthorized, Path, Chat(), (HeaderNames.Relay, $"{Word}-forged"));
        await ExpectAsync(gateway, HttpStatusCode.OK, Path, Chat(), ("Authorization", $"Bearer {Key}-poor"));
        await ExpectAsync(gateway, HttpStatusCode.TooManyRequests, Path, Chat(), ("Authorization", $"Bearer {Key}-poor"));
        await ExpectAsync(gateway, HttpStatusCode.NotFound, Path, GatewayUnderTest.ChatBody(model: $"{Word}-model"));
        await ExpectAsync(gateway, HttpStatusCode.NotFound, $"/v1/{Word}?{Word}={Word}", Chat());
        await ExpectAsync(gateway, HttpStatusCode.MethodNotAllowed, $"/v1/models/{Word}", Chat());
        await ExpectAsync(gateway, HttpStatusCode.BadRequest, Path, Chat($"\"service_tier\":\"{Word}\","));
        await ExpectAsync(gateway, HttpStatusCode.BadRequest, Path, Chat(), (HeaderNames.Tier, Word));
        await ExpectAsync(gateway, HttpStatusCode.BadRequest, Path, $$"""{"model":"model-a","messages":[{"role":"user","content":"{{Word}} """);
        await ExpectAsync(gateway, HttpStatusCode.BadRequest, Path, $$"""{"model":"model-a","{{Word}}":{{Word}}}""");
        await ExpectAsync(gateway, HttpStatusCode.BadRequest, Path, $$"""{"model":["{{Word}}"],"messages":[]}""");
        await ExpectAsync(gateway, HttpStatusCode.BadRequest, Path, Chat() + Word);
        await ExpectAsync(gateway, HttpStatusCode.RequestEntityTooLarge, Path, Chat($"\"long\":\"{string.Concat(Enumerable.Repeat(Word, 5000))}\","));
    }

    private static async Task FailAsync(GatewayProcess gateway, params FakeEngine[] engines)
    {
        var said = $$"""{"error":{"message":"{{Word}} cannot be","type":"{{Word}}","param":"{{Word}}","code":"{{Word}}"} }""";
        await EachAsync(engines, e => e.Says = (400, "application/json", said), () => ExpectAsync(gateway, HttpStatusCode.BadRequest, "/v1/chat/completions", Chat()));
        await EachAsync(engines, e => e.Says = (500, "text/plain", $"{Word} fell over"), () => ExpectAsync(gateway, null, "/v1/chat/completions", Chat()));
        await EachAsync(engines, e => e.Says = (200, "text/event-stream", $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{Word}\n\n"), () => ExpectAsync(gateway, null, "/v1/chat/completions", Chat(stream: true)));
        await EachAsync(engines[..1], e => e.Fault = EngineFault.CutBeforeHeaders, () => ExpectAsync(gateway, HttpStatusCode.OK, "/v1/chat/completions", Chat()));
        await EachAsync(engines[..1], e => e.Fault = EngineFault.Status503, () => ExpectAsync(gateway, HttpStatusCode.OK, "/v1/chat/completions", Chat(stream: true)));
        await EachAsync(engines, e => e.Fault = EngineFault.CutAfterFirstToken, () => BreakAsync(gateway, engines));
    }

    private static async Task BreakAsync(GatewayProcess gateway, FakeEngine[] engines)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Array.ForEach(engines, e => e.Gate = gate);
        using (var response = await SendAsync(gateway, "/v1/chat/completions", Chat(stream: true)))
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            await SseText.NextDataAsync(reader);
            gate.SetResult();
            await SseText.RestAsync(reader);
        }

        Array.ForEach(engines, e => e.Gate = null);
    }

    private static async Task EachAsync(FakeEngine[] engines, Action<FakeEngine> change, Func<Task> call)
    {
        foreach (var engine in engines)
        {
            change(engine);
        }

        await call();
        foreach (var engine in engines)
        {
            (engine.Says, engine.Fault) = (null, EngineFault.None);
        }
    }

    private static async Task BatchAsync(GatewayProcess gateway, params FakeEngine[] engines)
    {
        var metadata = $$"""{"{{Word}}":"{{Word}}"}""";
        var good = BatchHost.Line($"{Word}-line", Word, model: "model-a");
        var id = await BatchCalls.SubmitAsync(gateway.Client, good, Key, metadata);
        await BatchCalls.UntilAsync(gateway.Client, id, ["completed"], Key);
        foreach (var wrong in new[]
        {
            good.Replace("POST", Word, StringComparison.Ordinal),
            good.Replace("/v1/chat", $"/v1/{Word}", StringComparison.Ordinal),
            good.Replace("model-a", Word, StringComparison.Ordinal),
            good.Replace("messages", Word, StringComparison.Ordinal),
            good[..^9],
            $"{good}\n{good}",
        })
        {
            id = await BatchCalls.SubmitAsync(gateway.Client, wrong, Key, metadata);
            await BatchCalls.UntilAsync(gateway.Client, id, ["failed"], Key);
        }

        await EachAsync(engines, e => e.Says = (400, "application/json", $$"""{"error":{"message":"{{Word}}"} }"""), async () =>
        {
            id = await BatchCalls.SubmitAsync(gateway.Client, good, Key, metadata);
            await BatchCalls.UntilAsync(gateway.Client, id, ["completed", "failed"], Key);
        });
    }

    /// <summary>A key that was made, used and revoked.</summary>
    private static async Task<string> AdministerAsync(GatewayProcess gateway)
    {
        using var wrong = await gateway.Admin.GetAsync($"/admin/fleet?{Word}={Word}");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        gateway.Admin.DefaultRequestHeaders.Authorization = new("Bearer", $"{Word}-admin-key");
        using var odd = await gateway.Admin.PostAsync("/admin/keys", new StringContent($$"""{"tenant":"acme","{{Word}}":1}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);
        using var created = await gateway.Admin.PostAsync("/admin/keys", new StringContent("""{"tenant":"acme"}""", Encoding.UTF8, "application/json"));
        var answer = JsonNode.Parse(await created.Content.ReadAsStringAsync())!;
        var key = (string)answer["key"]!;
        await ExpectAsync(gateway, HttpStatusCode.OK, "/v1/chat/completions", Chat(), ("Authorization", "Bearer " + key));
        using var revoked = await gateway.Admin.DeleteAsync($"/admin/keys/{answer["details"]!["id"]}");
        Assert.True(revoked.IsSuccessStatusCode);
        await ExpectAsync(gateway, HttpStatusCode.Unauthorized, "/v1/chat/completions", Chat(), ("Authorization", "Bearer " + key));
        return key;
    }

    private static async Task<(string Where, string Text)[]> EndAsync(GatewayProcess gateway, OtlpReceiver receiver)
    {
        gateway.Admin.DefaultRequestHeaders.Authorization = new("Bearer", $"{Word}-admin-key");
        var metrics = await gateway.Admin.GetStringAsync("/metrics");
        var stories = await gateway.Admin.GetStringAsync("/admin/requests");
        var fleet = await gateway.Admin.GetStringAsync("/admin/fleet");
        gateway.Terminate();
        Assert.Equal(0, await gateway.ExitCodeAsync());
        var traces = string.Join('\n', receiver.Bodies.Select(b => Encoding.Latin1.GetString(b)));
        return [("log", gateway.Log), ("metrics", metrics), ("traces", traces), ("decision log", gateway.DecisionLog), (Stories, stories), ("fleet", fleet)];
    }

    /// <summary>Each place has told of what happened: a silent one would keep every secret.</summary>
    private static void AssertTold((string Where, string Text)[] told)
    {
        var text = told.ToDictionary(t => t.Where, t => t.Text);
        Assert.All(["attempt at engine-0 ended", "failed validation", "invalid_json_line", "is Completed"], t => Assert.Contains(t, text["log"], StringComparison.OrdinalIgnoreCase));
        Assert.All(["invalid_json", "model_not_found", "unknown_url", "request_too_large", "invalid_api_key"], t => Assert.Contains($"code=\"{t}\"", text["metrics"], StringComparison.Ordinal));
        Assert.All(["invalid_json", "UpstreamRefused", "StreamBroken", "batch chat model-a", "QuotaExceeded"], t => Assert.Contains(t, text["traces"], StringComparison.Ordinal));
        Assert.All(["\"Arrived\"", "\"Offered\"", "\"acme\"", "\"session\""], t => Assert.Contains(t, text["decision log"], StringComparison.Ordinal));
        Assert.Contains("\"acme\"", text[Stories], StringComparison.Ordinal);
    }

    private static void AssertSecret(string where, string text, params string[] secrets)
    {
        foreach (var secret in secrets)
        {
            var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
            Assert.True(at < 0, $"the {where} tells: {(at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)])}");
        }
    }

    private static string Chat(string extra = "", bool stream = false) =>
        $$"""{"model":"model-a",{{extra}}{{Fields}}"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{Word}} prompt"}]}""";

    private static async Task ExpectAsync(GatewayProcess gateway, HttpStatusCode? status, string path, string body, params (string Name, string Value)[] headers)
    {
        try
        {
            using var response = await SendAsync(gateway, path, body, headers);
            var answer = await response.Content.ReadAsStringAsync();
            Assert.True(status is null || response.StatusCode == status, $"{path}: {response.StatusCode} {answer}");
        }
        catch (HttpRequestException) when (status is null)
        {
            // A stream that broke off ends the connection.
        }
    }

    private static Task<HttpResponseMessage> SendAsync(GatewayProcess gateway, string path, string body, params (string Name, string Value)[] headers)
    {
        (string, string)[] own = [(HeaderNames.RequestId, RequestId), (HeaderNames.SessionId, $"{Word}-session"), ("x-own", Word), ("cookie", $"a={Word}"), ("user-agent", Word)];
        (string, string)[] key = headers.Any(h => h.Name == "Authorization") ? [] : [("Authorization", "Bearer " + Key)];
        return GatewayMetricsTests.PostAsync(gateway, path, body, [.. own, .. key, .. headers]);
    }
}
