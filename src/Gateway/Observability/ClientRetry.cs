namespace SageServe.Gateway;

/// <summary>What SDKs say of their own retries.</summary>
internal static class ClientRetry
{
    private const string Count = "x-stainless-retry-count";

    /// <summary>OpenAI's and Anthropic's SDKs count from 0.</summary>
    public static bool IsTold(HttpRequest request) =>
        request.Headers.TryGetValue(Count, out var count) && count is [{ Length: > 0 } text] && text != "0";
}
