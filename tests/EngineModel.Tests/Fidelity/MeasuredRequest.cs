namespace SageServe.EngineModel.Tests;

/// <summary>One measured request; times in seconds, the launch from the run's start.</summary>
internal sealed record MeasuredRequest(int Prompt, int Output, double Ttft, double Generation, double Launch);
