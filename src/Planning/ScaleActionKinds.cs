namespace SageServe.Planning;

public static class ScaleActionKinds
{
    /// <summary>True where the action's pool has more replicas afterwards.</summary>
    public static bool Grows(this ScaleActionKind kind) => kind is ScaleActionKind.Start or ScaleActionKind.Wake or ScaleActionKind.SwapModel;

    /// <summary>True where nothing more or less is paid for afterwards: engines change on units that stand, or replicas on GPUs that are held.</summary>
    public static bool KeepsUnits(this ScaleActionKind kind) => kind is ScaleActionKind.Sleep or ScaleActionKind.Wake or ScaleActionKind.SwapModel;

    /// <summary>As metrics name it.</summary>
    public static string WireName(this ScaleActionKind kind) => kind switch
    {
        ScaleActionKind.Start => "start",
        ScaleActionKind.Stop => "stop",
        ScaleActionKind.Sleep => "sleep",
        ScaleActionKind.Wake => "wake",
        ScaleActionKind.SwapModel => "swap-model",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It has no name."),
    };
}
