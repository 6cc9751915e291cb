using System.Threading.Tasks.Sources;

namespace SageServe.VllmEmulator;

/// <summary>
/// One API call and its sequences, between the engine loop that produces and the one writer that waits. The writer goes on
/// in the loop's thread: one hop less per token, and it never blocks there.
/// </summary>
internal sealed class GenerationCall : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _signal;
    private bool _hasNews;
    private bool _isWaiting;

    public SequenceState[] Sequences { get; private set; } = [];

    public CallEnd End { get; private set; }

    /// <summary>Set while the loop has the call on its list of calls to wake.</summary>
    public bool IsListed { get; set; }

    public bool IsDone => Array.TrueForAll(Sequences, s => s.IsDone);

    public int PromptTokens { get; private set; }

    public int CompletionTokens => Sequences.Sum(s => s.Produced);

    public static GenerationCall Of(GenerationRequest request, ReplicaSpec spec)
    {
        var call = new GenerationCall();
        var sequences = new List<SequenceState>();
        foreach (var prompt in request.Prompts)
        {
            call.PromptTokens += prompt.Tokens;
            for (var n = 0; n < request.Choices; n++)
            {
                var seed = TextSource.Mix(prompt.Hash ^ TextSource.Mix(spec.Seed + (ulong)(request.Seed + n)));
                var most = request.MaxTokensFor(prompt, spec.ContextTokens);
                var plan = request.Guided is { } guided ? AnswerPlan.Say(guided, most) : AnswerPlan.Make(seed, most, request.Limits);
                sequences.Add(new SequenceState(call, sequences.Count, prompt, plan, spec.TimeScale));
            }
        }

        call.Sequences = [.. sequences];
        return call;
    }

    /// <summary>Completes when there may be something new since the last wait; only one may wait.</summary>
    public ValueTask NewsAsync()
    {
        lock (_gate)
        {
            if (_hasNews)
            {
                _hasNews = false;
                return ValueTask.CompletedTask;
            }

            _signal.Reset();
            _isWaiting = true;
            return new ValueTask(this, _signal.Version);
        }
    }

    public void Wake()
    {
        lock (_gate)
        {
            _hasNews = !_isWaiting;
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        _signal.SetResult(true);
    }

    /// <summary>Says why no more tokens will come; the first reason stays. Whoever waits must be woken.</summary>
    public void MarkEnd(CallEnd end)
    {
        if (End == CallEnd.None)
        {
            End = end;
        }
    }

    void IValueTaskSource.GetResult(short token) => _signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);
}
