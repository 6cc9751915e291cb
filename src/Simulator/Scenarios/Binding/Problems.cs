namespace SageServe.Simulator;

/// <summary>Many problems as one refusal.</summary>
internal static class Problems
{
    public static BadInputException Exception(IReadOnlyList<string> problems) => new(problems.Count == 1
        ? problems[0]
        : $"{problems.Count} problems:\n- " + string.Join("\n- ", problems));
}
