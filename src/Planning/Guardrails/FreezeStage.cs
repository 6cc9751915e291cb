namespace SageServe.Planning;

internal static class FreezeStage
{
    public static void Tell(string? frozenBecause, StepList steps)
    {
        if (frozenBecause is not null)
        {
            steps.Add("guardrail", "plan", null, null, "frozen", $"{frozenBecause} Nothing shrinks until it is back.");
        }
    }
}
