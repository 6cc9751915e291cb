using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>Whatever a file has in it, validation ends, and names every wrong line.</summary>
public sealed class BatchValidationTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private BatchHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await BatchHost.StartAsync(_folder.Root, "http://127.0.0.1:1");

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Fifty_thousand_lines_are_a_batch_and_one_more_is_not()
    {
        var lines = new StringBuilder();
        for (var n = 1; n <= 50_000; n++)
        {
            lines.Append(BatchHost.Line($"line-{n}", "x")).Append("\n\n");
        }

        var right = await RunAsync(Encoding.UTF8.GetBytes(lines.ToString()));
        Assert.Empty(right.Errors);
        Assert.Equal((50_000, 100_000), (right.Total, right.LastLine));

        lines.Append(BatchHost.Line("line-50001", "x"));
        var error = Assert.Single((await RunAsync(Encoding.UTF8.GetBytes(lines.ToString()))).Errors);
        Assert.Equal(("too_many_tasks", 100_001), (error.Code, error.Line));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_named_and_the_next_is_read()
    {
        var text = $"{BatchHost.Line("a", new string('x', 5000))}\n{BatchHost.Line("b", "short")}\n{BatchHost.Line("c", new string('y', 5000))}";
        var validation = await RunAsync(Encoding.UTF8.GetBytes(text), o => o with { MaxLineBytes = 4096 });
        Assert.Equal([("line_too_long", 1), ("line_too_long", 3)], validation.Errors.Select(e => (e.Code, e.Line ?? 0)));
        Assert.Equal(3, validation.Total);
    }

    [Fact]
    public async Task A_file_of_wrong_lines_names_as_many_as_it_may()
    {
        var validation = await RunAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("wrong\n", 1000))), o => o with { MaxReportedErrors = 7 });
        Assert.Equal(Enumerable.Range(1, 7), validation.Errors.Select(e => e.Line ?? 0));
    }

    [Theory]
    [InlineData("{\"custom_id\":\"\\ud800\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{}}")]
    [InlineData("{\"custom_id\":\"a\",\"method\":\"\\udfff\",\"url\":\"/v1/chat/completions\",\"body\":{}}")]
    [InlineData("{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"\\ud800\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}}")]
    [InlineData("{\"custom_id\":7,\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{}}")]
    [InlineData("{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":[]}")]
    [InlineData("\"text\"")]
    [InlineData("{}{}")]
    [InlineData("\u0000")]
    public async Task A_strange_line_is_wrong_and_no_more(string line) => Assert.Equal(1, Assert.Single((await RunAsync(Encoding.UTF8.GetBytes(line))).Errors).Line);

    [Fact]
    public void Lines_with_random_bytes_in_them_are_right_or_wrong_but_never_break()
    {
        var rules = Rules();
        var good = Encoding.UTF8.GetBytes(BatchHost.Line("name-ü", "prompt"));
        Assert.NotNull(rules.Check(1, good).Line);
        Seeds.Check(2000, (_, random) =>
        {
            var bytes = good.ToArray();
            for (var n = 1 + random.NextInt(3); n > 0; n--)
            {
                bytes[random.NextInt(bytes.Length)] = (byte)random.NextInt(256);
            }

            var (line, error) = rules.Check(1, bytes.AsMemory(0, 1 + random.NextInt(bytes.Length)));
            Assert.True(line is null != error is null);
        });
    }

    [Theory]
    [InlineData("""{"input_file_id":"\ud800"}""")]
    [InlineData("""{"input_file_id":"f","endpoint":"/v1/chat/completions","completion_window":"24h","metadata":{"\udc00":"x"}}""")]
    [InlineData("""{"input_file_id":"f","endpoint":"/v1/chat/completions","completion_window":"24h","metadata":{"x":"\ud800"}}""")]
    public async Task A_call_with_half_a_character_is_refused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var (status, json) = await _host.SendAsync(HttpMethod.Post, "/v1/batches", content);
        Assert.Equal((400, "invalid_json"), (status, json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_line_that_the_queue_could_not_number_is_refused_and_blank_lines_before_the_last_are_not()
    {
        byte[] blank = [.. Enumerable.Repeat((byte)'\n', DeferredItem.MaxLine)];
        var line = Encoding.UTF8.GetBytes(BatchHost.Line("one", "x"));
        Assert.Empty((await RunAsync([.. blank[1..], .. line])).Errors);
        var error = Assert.Single((await RunAsync([.. blank, .. line])).Errors);
        Assert.Equal(("too_many_tasks", DeferredItem.MaxLine + 1), (error.Code, error.Line));
    }

    private async Task<BatchValidation> RunAsync(byte[] content, Func<BatchOptions, BatchOptions>? adjust = null)
    {
        var options = new BatchOptions();
        var validation = new BatchValidation(Rules(), adjust?.Invoke(options) ?? options);
        await validation.RunAsync(new MemoryStream(content), CancellationToken.None);
        return validation;
    }

    private BatchLineRules Rules() => new(_host.Get<ServedModels>(), "/v1/chat/completions", null);
}
