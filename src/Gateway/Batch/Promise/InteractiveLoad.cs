using System.Collections.Concurrent;

namespace SageServe.Gateway;

/// <summary>Replica seconds that interactive requests asked of this gateway, model by model, since it started.</summary>
internal sealed class InteractiveLoad(BatchEstimate estimate)
{
    private readonly ConcurrentDictionary<ModelId, Sum> _sums = new();

    public void Count(InferenceRequest request)
    {
        if (request.Tier.IsInteractive())
        {
            var seconds = estimate.WorkSeconds(request.Model, request.PromptTokens, request.ExpectedOutputTokens);
            Interlocked.Add(ref _sums.GetOrAdd(request.Model, _ => new Sum()).Microseconds, (long)(seconds * 1e6));
        }
    }

    public double SecondsOf(ModelId model) => _sums.TryGetValue(model, out var sum) ? Interlocked.Read(ref sum.Microseconds) / 1e6 : 0;

    private sealed class Sum
    {
        public long Microseconds;
    }
}
