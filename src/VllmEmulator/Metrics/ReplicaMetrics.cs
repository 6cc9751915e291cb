namespace SageServe.VllmEmulator;

/// <summary>What one replica counts beyond the engine's own readout. Seconds are request time. Written under the loop's lock.</summary>
internal sealed class ReplicaMetrics(int maxContextTokens)
{
    public BucketHistogram TimeToFirstToken { get; } = new(VllmBuckets.TimeToFirstToken);

    public BucketHistogram InterToken { get; } = new(VllmBuckets.InterToken);

    public BucketHistogram EndToEnd { get; } = new(VllmBuckets.RequestSeconds);

    public BucketHistogram Queue { get; } = new(VllmBuckets.RequestSeconds);

    public BucketHistogram Prefill { get; } = new(VllmBuckets.RequestSeconds);

    public BucketHistogram Decode { get; } = new(VllmBuckets.RequestSeconds);

    public BucketHistogram Inference { get; } = new(VllmBuckets.RequestSeconds);

    public BucketHistogram PromptTokens { get; } = new(VllmBuckets.Tokens(maxContextTokens));

    public BucketHistogram GenerationTokens { get; } = new(VllmBuckets.Tokens(maxContextTokens));

    public BucketHistogram Choices { get; } = new(VllmBuckets.Choices);

    public long Stopped { get; private set; }

    public long CutAtLength { get; private set; }

    public long Aborted { get; private set; }

    public void FirstToken(SequenceState sequence)
    {
        Queue.Observe(sequence.Seconds(sequence.Arrived, sequence.Scheduled));
        Prefill.Observe(sequence.Seconds(sequence.Scheduled, sequence.First));
        TimeToFirstToken.Observe(sequence.Seconds(sequence.Arrived, sequence.First));
    }

    public void Finished(SequenceState sequence)
    {
        EndToEnd.Observe(sequence.Seconds(sequence.Arrived, sequence.Last));
        Decode.Observe(sequence.Seconds(sequence.First, sequence.Last));
        Inference.Observe(sequence.Seconds(sequence.Scheduled, sequence.Last));
        PromptTokens.Observe(sequence.Prompt);
        GenerationTokens.Observe(sequence.Produced);
        if (sequence.Plan.FinishReason == "length")
        {
            CutAtLength++;
        }
        else
        {
            Stopped++;
        }
    }

    public void Abort() => Aborted++;
}
