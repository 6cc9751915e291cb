namespace SageServe.Routing;

/// <summary>Patient requests that one gateway has at a replica.</summary>
/// <param name="Waiting">They have no token yet.</param>
/// <param name="PromptTokens">Prompt tokens of those.</param>
/// <param name="OutputTokens">What all of them, waiting and running, have still to get, as far as expected; below zero where they got more.</param>
public readonly record struct PatientWork(int Waiting, long PromptTokens, long OutputTokens)
{
    public static PatientWork operator +(PatientWork a, PatientWork b) =>
        new(a.Waiting + b.Waiting, a.PromptTokens + b.PromptTokens, a.OutputTokens + b.OutputTokens);

    internal PatientWork With(InferenceRequest request, int outputTokens, int sign)
    {
        var waits = outputTokens == 0 ? sign : 0;
        return new PatientWork(
            Waiting + waits, PromptTokens + (long)waits * request.PromptTokens, OutputTokens + (long)sign * (request.ExpectedOutputTokens - outputTokens));
    }
}
