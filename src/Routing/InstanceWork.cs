namespace SageServe.Routing;

/// <summary>What this gateway has sent to a replica and not got back.</summary>
/// <param name="Instance">The replica.</param>
/// <param name="Requests">All of them.</param>
/// <param name="PromptTokens">Prompt tokens that are not prefilled.</param>
/// <param name="Seconds">Replica seconds.</param>
/// <param name="Interactive">Requests that somebody waits for.</param>
/// <param name="Patient">The others.</param>
public readonly record struct InstanceWork(
    InstanceId Instance, int Requests, long PromptTokens, double Seconds, int Interactive = 0, PatientWork Patient = default);
