namespace SageServe.Cli;

/// <summary>What an upstream does after its last byte.</summary>
internal enum ScriptEnd
{
    KeepAlive,
    Close,
    Reset,

    /// <summary>Says nothing more and waits until the other side closes.</summary>
    Hang,
}
