namespace SageServe.VllmEmulator;

/// <summary>What a request says about the end of its answer, vLLM's names.</summary>
/// <param name="IgnoreEos">Never end by itself.</param>
/// <param name="MinTokens">Do not end before.</param>
/// <param name="Stops">Strings that end the answer.</param>
/// <param name="ShowStop">vLLM's <c>include_stop_str_in_output</c>.</param>
internal readonly record struct AnswerLimits(bool IgnoreEos, int MinTokens, IReadOnlyList<string> Stops, bool ShowStop);
