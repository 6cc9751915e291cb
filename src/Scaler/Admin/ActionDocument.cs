namespace SageServe.Scaler;

/// <summary>One action and what became of it.</summary>
internal sealed record ActionDocument(
    Instant At,
    ScaleActionKind Kind,
    PoolId Pool,
    int Count,
    string Reason,
    string Detail,
    bool Applied,
    string Receipt);
