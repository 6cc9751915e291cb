namespace SageServe.Cli;

/// <summary>A wish that a guardrail changed.</summary>
/// <param name="At">plan, or last-tick.</param>
/// <param name="Pool">Whose wish; plan where it concerns all.</param>
/// <param name="Code">The guardrail.</param>
/// <param name="Wish">Replicas wished for; null where it is no figure.</param>
/// <param name="Allowed">Replicas allowed.</param>
/// <param name="Detail">A sentence.</param>
internal sealed record ExplainedClamp(string At, string Pool, string Code, double? Wish, double? Allowed, string Detail);
