namespace SageServe.EngineModel;

public enum EngineEventKind
{
    /// <summary>Prefill is done; the first token is out.</summary>
    FirstToken,

    /// <summary>Further tokens of a running sequence.</summary>
    Tokens,

    /// <summary>The last token is out.</summary>
    Completed,

    /// <summary>Put back to waiting for lack of KV blocks; it will prefill again.</summary>
    Preempted,

    /// <summary>Can never run: longer than the context or the whole KV cache.</summary>
    Rejected,
}
