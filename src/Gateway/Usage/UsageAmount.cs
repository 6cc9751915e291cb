namespace SageServe.Gateway;

/// <summary>A sum of usage, in whole numbers so that it can be added in any order.</summary>
/// <param name="Requests">Requests that ended.</param>
/// <param name="PromptTokens">Prompt tokens.</param>
/// <param name="OutputTokens">Output tokens.</param>
/// <param name="GpuMilliseconds">GPU time by the profiles.</param>
/// <param name="MicroUsd">Millionths of a dollar.</param>
internal readonly record struct UsageAmount(long Requests, long PromptTokens, long OutputTokens, long GpuMilliseconds, long MicroUsd)
{
    public static UsageAmount operator +(UsageAmount a, UsageAmount b) => new(
        a.Requests + b.Requests,
        a.PromptTokens + b.PromptTokens,
        a.OutputTokens + b.OutputTokens,
        a.GpuMilliseconds + b.GpuMilliseconds,
        a.MicroUsd + b.MicroUsd);
}
