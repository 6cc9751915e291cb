namespace SageServe.EngineModel.Tests;

/// <summary>One measured batch of equal requests.</summary>
internal sealed record BatchTableRow(string Gpu, int Gpus, string Model, int Batch, int Tokens, double Seconds)
{
    public int OutputTokens { get; init; } = Tokens;

    public BatchRun Run => new(Batch, Tokens, OutputTokens);

    public ModelShape Shape => BatchTable.Models[Model].Shape;

    public double KvTokens =>
        (Gpus * (BatchTable.Gpus[Gpu].MemoryBytes * 0.9 - 2e9) - Shape.Parameters * Shape.BytesPerParameter) / Shape.KvBytesPerToken;

    public bool IsSaturated => Batch * 2.0 * Tokens > 0.95 * KvTokens;

    /// <summary>
    /// Mistral-7B on one and two H100 is twice as slow from batch 32 (64 on two) on as Llama-3-8B, which is larger, there, and as
    /// itself on every other machine: something else went on in those runs.
    /// </summary>
    public bool IsBroken => Model == "Mistral-7B-v0.1" && Gpu == "Nvidia H100 GPU" && Gpus <= 2 && Batch >= 32;

    public string Curve => $"{Model} on {Gpus} x {Gpu}, {Tokens} tokens";

    public StepCoefficients With(Roofline roofline) => roofline.Coefficients(Shape, BatchTable.Gpus[Gpu], Gpus);

    /// <summary>Output and prompt tokens per second that the engine model reaches on this batch.</summary>
    public double Simulated(Roofline roofline, ThroughputProfile limits)
    {
        var profile = With(roofline).ApplyTo(limits with { KvCapacityTokens = (long)KvTokens });
        var requests = Enumerable.Repeat(new MeasuredRequest(Tokens, Tokens, 0, 1, 1), Batch).ToArray();
        return Batch * 2.0 * Tokens / RequestReplay.Run(profile, requests, [], 0).Max(r => r.E2e);
    }
}
