using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The steps of one tick as they are taken, so that a move explains itself.</summary>
internal sealed class StepList
{
    private readonly ImmutableArray<DecisionStep>.Builder _steps = ImmutableArray.CreateBuilder<DecisionStep>();

    public void Add(string stage, string subject, double? before, double? after, string reason, string detail) =>
        _steps.Add(new DecisionStep(stage, subject, before, after, reason, detail));

    public ImmutableArray<DecisionStep> ToImmutable() => _steps.ToImmutable();
}
