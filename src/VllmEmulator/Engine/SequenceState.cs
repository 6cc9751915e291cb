namespace SageServe.VllmEmulator;

/// <summary>One sequence of a call: what the engine has told of it so far. Times are engine time.</summary>
internal sealed class SequenceState(GenerationCall call, int index, PreparedPrompt prompt, AnswerPlan plan, double timeScale)
{
    private int _produced;

    public GenerationCall Call { get; } = call;

    /// <summary>Position in the call, which is the choice's index.</summary>
    public int Index { get; } = index;

    public PreparedPrompt Source { get; } = prompt;

    public AnswerPlan Plan { get; } = plan;

    public int Prompt => Source.Tokens;

    /// <summary>Chosen by the loop at submission.</summary>
    public long Id { get; set; }

    /// <summary>Tokens out so far; written by the loop, read by the writer of the answer.</summary>
    public int Produced => Volatile.Read(ref _produced);

    public bool IsDone => Produced >= Plan.Tokens;

    public Instant Arrived { get; set; }

    public Instant Scheduled { get; set; }

    public Instant First { get; set; }

    public Instant Last { get; set; }

    public void Add(int tokens) => Volatile.Write(ref _produced, _produced + tokens);

    /// <summary>Request-time seconds between two points of engine time.</summary>
    public double Seconds(Instant from, Instant to) => (to - from).TotalSeconds / timeScale;
}
