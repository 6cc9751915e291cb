namespace SageServe.Gateway.Tests;

/// <summary>OpenAI's own Node client, unmodified, against the gateway (<c>tests/Clients/node/suite.cjs</c>).</summary>
[Collection(ClientTests.Name)]
public sealed class NodeClientTests(NodeSuite suite) : IClassFixture<NodeSuite>
{
    public static readonly TheoryData<string> Cases =
    [
        "chat", "streaming", "tools", "tools_streamed", "structured_output", "embeddings", "responses", "responses_streamed", "batches", "batches_answer_when_they_are_done", "batches_listed_page_by_page",
        "batches_cancelled", "batches_that_fail_their_check", "batches_with_failed_lines", "batches_made_once_by_idempotency_key", "batches_errors",
        "batches_of_others_are_not_there", "files", "models",
        "service_tier", "error_unknown_model", "error_bad_request", "error_wrong_key", "error_overloaded", "error_in_the_stream",
        "retries_wait_as_long_as_the_gateway_says", "no_retry_where_the_request_is_wrong", "keep_alive_comments_are_no_events",
        "abort_of_a_stream", "abort_of_a_call",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_Node_client_passes(string name)
    {
        var results = await suite.ResultsAsync();

        Assert.True(results.TryGetValue(name, out var result), $"the suite has no case '{name}'; it has {string.Join(", ", results.Keys)}");
        Assert.True(result.Ok, result.Error);
    }

    [Fact]
    public async Task Every_case_of_the_suite_is_a_test_here() =>
        Assert.Equal(Cases.Select(c => c.Data).Order(StringComparer.Ordinal), (await suite.ResultsAsync()).Keys.Order(StringComparer.Ordinal));
}
