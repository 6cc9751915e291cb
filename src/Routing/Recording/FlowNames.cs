namespace SageServe.Routing;

/// <summary>Names of enum values, made once: the log writes many.</summary>
internal static class FlowNames
{
    private static readonly string[] Inputs = Enum.GetNames<FlowInputKind>();
    private static readonly string[] Effects = Enum.GetNames<FlowEffectKind>();
    private static readonly string[] Attempts = Enum.GetNames<AttemptOutcome>();
    private static readonly string[] Outcomes = Enum.GetNames<RequestOutcome>();

    public static string Of(FlowInputKind kind) => Inputs[(int)kind];

    public static string Of(FlowEffectKind kind) => Effects[(int)kind];

    public static string Of(AttemptOutcome outcome) => Attempts[(int)outcome];

    public static string Of(RequestOutcome outcome) => Outcomes[(int)outcome];
}
