using System.Collections.Immutable;

namespace SageServe.EngineModel;

/// <summary>One sequence for the engine.</summary>
/// <param name="Id">Chosen by the caller, unique on the instance.</param>
/// <param name="PromptTokens">At least 1.</param>
/// <param name="OutputTokens">Tokens that it will generate, at least 1.</param>
/// <param name="Priority">Lower is earlier, as in vLLM.</param>
/// <param name="PrefixBlocks">Chained hashes of the prompt's full blocks, for the prefix cache.</param>
public readonly record struct EngineRequest(long Id, int PromptTokens, int OutputTokens, int Priority, ImmutableArray<ulong> PrefixBlocks);
