using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

/// <summary>What a refused client is told, in OpenAI's words and in the headers that its SDKs obey.</summary>
public sealed class OverloadAnswerTests
{
    /// <summary>"At capacity" must be told apart from "your quota", and must say when, or agents give up (hermes-agent, issue 94978).</summary>
    [Theory]
    [InlineData(RequestOutcome.CapacityRefused, 503, ReasonCode.HoldLimitReached, "server_is_overloaded", "service_unavailable_error")]
    [InlineData(RequestOutcome.CapacityRefused, 503, ReasonCode.TierQueueFull, "server_is_overloaded", "service_unavailable_error")]
    [InlineData(RequestOutcome.CapacityRefused, 429, ReasonCode.QueueFull, "server_is_overloaded", "service_unavailable_error")]
    [InlineData(RequestOutcome.CapacityRefused, 429, ReasonCode.TenantShareFull, "slow_down", "rate_limit_error")]
    [InlineData(RequestOutcome.NoReplica, 503, ReasonCode.CapacityWarming, "model_not_ready", "service_unavailable_error")]
    public async Task HermesAgent94978_at_capacity_is_not_your_quota(RequestOutcome outcome, int status, ReasonCode reason, string code, string type)
    {
        var (response, error) = await AnswerAsync(outcome, status, ReasonSet.Of(reason), TimeSpan.FromSeconds(7.25));
        Assert.Equal((status, code, type), (response.StatusCode, error.GetProperty("code").GetString(), error.GetProperty("type").GetString()));
        Assert.Equal(("8", "7250", "true", "7.25"), Headers(response));
        Assert.Equal(7.25, error.GetProperty("ready_in_seconds").GetDouble());
    }

    /// <summary>From zero replicas it takes minutes: the header says no more than SDKs wait for, and that retrying on their own is of no use.</summary>
    [Fact]
    public async Task Kthena1019_a_long_start_is_told_in_full_and_not_to_be_tried_in_a_minute()
    {
        var (response, error) = await AnswerAsync(RequestOutcome.NoReplica, 503, ReasonSet.Of(ReasonCode.NoReadyReplica, ReasonCode.CapacityWarming), TimeSpan.FromMinutes(5));
        Assert.Equal(("60", "60000", "false", "300"), Headers(response));
        Assert.Equal(300, error.GetProperty("ready_in_seconds").GetDouble());
        Assert.Contains("starting", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(HttpResponse Response, JsonElement Error)> AnswerAsync(RequestOutcome outcome, int status, ReasonSet reasons, TimeSpan wait)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await ApiErrorWriter.WriteAsync(http.Response, FinalErrors.Of(new FlowEffect { Kind = FlowEffectKind.Reject, Outcome = outcome, Status = status, Reasons = reasons, RetryAfter = wait }));
        return (http.Response, JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("error"));
    }

    private static (string?, string?, string?, string?) Headers(HttpResponse response) => (
        response.Headers[HeaderNames.RetryAfter], response.Headers[HeaderNames.RetryAfterMs], response.Headers[HeaderNames.ShouldRetry], response.Headers[HeaderNames.ReadyIn]);
}
