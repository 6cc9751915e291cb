namespace SageServe.Gateway;

/// <summary>What a lane holds that nobody runs: items that wait, and those that wait out a delay.</summary>
/// <param name="Waiting">Items.</param>
/// <param name="PromptTokens">Their prompts; items of an older program count none.</param>
/// <param name="OutputTokens">Output that they are expected to get.</param>
public sealed record DeferredWork(long Waiting, long PromptTokens, long OutputTokens)
{
    public static readonly DeferredWork None = new(0, 0, 0);
}
