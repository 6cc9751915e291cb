namespace SageServe.EngineModel;

/// <summary>The work of one step.</summary>
/// <param name="PrefillTokens">Prompt tokens (or tokens recomputed after a preemption) of all chunks.</param>
/// <param name="Decodes">Sequences that decode one token each.</param>
/// <param name="ContextTokens">KV tokens that the step reads: all that stood in the cache before it, of every sequence in it.</param>
internal readonly record struct StepSize(int PrefillTokens, int Decodes, long ContextTokens)
{
    public bool IsEmpty => PrefillTokens == 0 && Decodes == 0;
}
