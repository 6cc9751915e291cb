namespace SageServe.Shared;

/// <summary>Patient work that is due together and that nobody runs.</summary>
/// <param name="Deadline">Of its last item.</param>
/// <param name="PromptTokens">Of all of it.</param>
/// <param name="WorkSeconds">Replica seconds of all of it.</param>
public readonly record struct DueGroup(Instant Deadline, double PromptTokens, double WorkSeconds);
