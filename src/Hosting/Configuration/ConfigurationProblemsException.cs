namespace SageServe.Hosting;

/// <summary>The configuration cannot be used; every problem is listed. An executable prints the list and ends with code 2.</summary>
public sealed class ConfigurationProblemsException : Exception
{
    public ConfigurationProblemsException()
        : this([])
    {
    }

    public ConfigurationProblemsException(string message)
        : this([message])
    {
    }

    public ConfigurationProblemsException(string message, Exception innerException)
        : base(message, innerException) =>
        Problems = [message];

    public ConfigurationProblemsException(IReadOnlyList<string> problems)
        : base(Describe(problems)) =>
        Problems = problems;

    public IReadOnlyList<string> Problems { get; }

    private static string Describe(IReadOnlyList<string> problems) =>
        problems.Count == 1
            ? "The configuration has a problem:\n- " + problems[0]
            : $"The configuration has {problems.Count} problems:\n- " + string.Join("\n- ", problems);
}
