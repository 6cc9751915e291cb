namespace SageServe.VllmEmulator;

/// <summary>The words of <see cref="ChildMessage.Kind"/>.</summary>
internal static class ChildKinds
{
    public const string Spec = "spec";
    public const string Open = "open";
    public const string Drain = "drain";
    public const string Fault = "fault";
    public const string Stop = "stop";
    public const string Bound = "bound";
    public const string Opened = "opened";
    public const string Load = "load";
    public const string Idle = "idle";
}
