using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Responses;

namespace SageServe.Gateway.Tests;

/// <summary>OpenAI's own .NET client, unmodified: what the acceptance suite leaves out, and what it takes a faulty engine to see.</summary>
[Collection(ClientTests.Name)]
public sealed class DotNetClientTests(ClientStack stack)
{
    private const string Model = "model-a";

    private static readonly BinaryData Schema = BinaryData.FromString(
        """{"type":"object","properties":{"city":{"type":"string"},"unit":{"enum":["c","f"]}},"required":["city","unit"],"additionalProperties":false}""");

    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("weather", "The weather", Schema);

    private ChatClient Chat => Client(stack.Plain.Url, "none").GetChatClient(Model);

    private ChatClient Troubled(int retries = 0) => Client(stack.Troubled.Url, ClientStack.Key, retries).GetChatClient(Model);

    [Fact]
    public async Task It_calls_a_function_and_takes_its_result()
    {
        var options = new ChatCompletionOptions { Tools = { Weather } };
        ChatCompletion first = await Chat.CompleteChatAsync([new UserChatMessage("Weather?")], options);
        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        var call = Assert.Single(first.ToolCalls);
        Assert.Equal("weather", call.FunctionName);
        Assert.Contains(JsonDocument.Parse(call.FunctionArguments).RootElement.GetProperty("unit").GetString(), new[] { "c", "f" });

        ChatCompletion second = await Chat.CompleteChatAsync(
            [new UserChatMessage("Weather?"), new AssistantChatMessage(first), new ToolChatMessage(call.Id, "20")], options);
        Assert.NotEqual(ChatFinishReason.ToolCalls, second.FinishReason);
        Assert.NotEmpty(second.Content[0].Text);
    }

    [Fact]
    public async Task It_streams_a_function_call_piece_by_piece()
    {
        var arguments = new StringWriter();
        var pieces = 0;
        await foreach (var update in Chat.CompleteChatStreamingAsync([new UserChatMessage("Weather?")], new ChatCompletionOptions { Tools = { Weather }, ToolChoice = ChatToolChoice.CreateRequiredChoice() }))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                arguments.Write(call.FunctionArgumentsUpdate?.ToString());
                pieces++;
            }
        }

        Assert.True(pieces > 2, $"{pieces} pieces");
        Assert.True(JsonDocument.Parse(arguments.ToString()).RootElement.TryGetProperty("city", out _));
    }

    [Fact]
    public async Task It_gets_an_answer_of_the_schema_that_it_asked_for()
    {
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", Schema, jsonSchemaIsStrict: true) };
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage("Weather?")], options);
        Assert.Contains(JsonDocument.Parse(answer.Content[0].Text).RootElement.GetProperty("unit").GetString(), new[] { "c", "f" });
    }

    [Fact]
    public async Task It_embeds()
    {
        OpenAIEmbeddingCollection answer = await Client(stack.Plain.Url, "none").GetEmbeddingClient(Model).GenerateEmbeddingsAsync(["one", "two words"]);
        Assert.Equal(2, answer.Count);
        Assert.Equal(1, answer[1].ToFloats().ToArray().Sum(x => (double)x * x), 0.001);
    }

    [Fact]
    public async Task It_asks_for_a_response_whole_and_streamed()
    {
        var client = Client(stack.Plain.Url, "none").GetResponsesClient();
        ResponseResult whole = await client.CreateResponseAsync(new CreateResponseOptions(Model, [ResponseItem.CreateUserMessageItem("Hello")]) { MaxOutputTokenCount = 10 });
        var text = new StringWriter();
        var ends = 0;
        var streamed = new CreateResponseOptions(Model, [ResponseItem.CreateUserMessageItem("Hello")]) { MaxOutputTokenCount = 10, StreamingEnabled = true };
        await foreach (var update in await client.CreateResponseStreamingAsync(streamed))
        {
            text.Write((update as StreamingResponseOutputTextDeltaUpdate)?.Delta);
            ends += update is StreamingResponseCompletedUpdate or StreamingResponseIncompleteUpdate ? 1 : 0;
        }

        Assert.NotEmpty(whole.GetOutputText());
        Assert.Equal(whole.GetOutputText(), text.ToString());
        Assert.Equal(1, ends);
    }

    [Theory]
    [InlineData("no-such", 404, "model_not_found")]
    public async Task A_wrong_request_is_an_exception_with_its_status_and_is_not_sent_again(string model, int status, string code)
    {
        var client = Client(stack.Troubled.Url, ClientStack.Key, retries: 5, out var calls).GetChatClient(model);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync([new UserChatMessage("x")]));
        Assert.Equal(status, error.Status);
        Assert.Contains(code, error.Message);
        Assert.Single(calls);
    }

    [Fact]
    public async Task A_wrong_key_is_401()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(stack.Troubled.Url, "sk-wrong").GetChatClient(Model).CompleteChatAsync([new UserChatMessage("x")]));
        Assert.Equal(401, error.Status);
    }

    [Fact]
    public async Task A_refusal_is_tried_again_by_itself_until_the_engine_answers()
    {
        await stack.ControlAsync("set?refusals=1");
        var client = Client(stack.Troubled.Url, ClientStack.Key, retries: 8, out var calls).GetChatClient(Model);
        ChatCompletion answer = await client.CompleteChatAsync([new UserChatMessage("x")]);
        Assert.Equal("hi", answer.Content[0].Text);
        Assert.True(calls.Count > 1, "the first one was refused");
        Assert.All(calls.SkipLast(1), c => Assert.True(c.Status >= 429 && c.ShouldRetry != "false", c.ToString()));
    }

    [Fact]
    public async Task A_client_that_gives_up_is_noticed_by_the_engine()
    {
        await stack.ControlAsync("set?fault=Hang");
        var (requests, canceled) = (stack.Engine.Requests, stack.Engine.Canceled);
        using var leaving = new CancellationTokenSource();
        var call = Troubled().CompleteChatAsync([new UserChatMessage("x")], cancellationToken: leaving.Token);
        await Eventually.True(() => stack.Engine.Requests > requests, "the engine has it");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.True(() => stack.Engine.Canceled > canceled, "the engine was told");
        await stack.ControlAsync("set");
    }

    [Fact]
    public async Task Comments_before_the_first_token_do_not_disturb_it()
    {
        await stack.ControlAsync("set?silent=1");
        var updates = Troubled().CompleteChatStreamingAsync([new UserChatMessage("x")]).GetAsyncEnumerator();
        var first = updates.MoveNextAsync();
        await stack.ControlAsync("release");
        var text = new StringWriter();
        for (var more = await first; more; more = await updates.MoveNextAsync())
        {
            text.Write(string.Concat(updates.Current.ContentUpdate.Select(c => c.Text)));
        }

        await updates.DisposeAsync();
        await stack.ControlAsync("set");
        Assert.Equal("t0 t1 t2 ", text.ToString());
    }

    private static OpenAIClient Client(string url, string key, int retries = 0) => Client(url, key, retries, out _);

    private static OpenAIClient Client(string url, string key, int retries, out List<SeenCall> calls)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(url + "/v1"), RetryPolicy = new ClientRetryPolicy(retries) };
        var recorder = new CallRecorder();
        options.AddPolicy(recorder, PipelinePosition.PerTry);
        calls = recorder.Calls;
        return new OpenAIClient(new ApiKeyCredential(key), options);
    }
}
