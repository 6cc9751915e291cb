namespace SageServe.VllmEmulator;

/// <summary>Why a call ended without all of its tokens.</summary>
internal enum CallEnd
{
    None,
    ClientLeft,
    Rejected,

    /// <summary>The replica was told to stop.</summary>
    Stopped,

    /// <summary>The replica was killed: connections drop.</summary>
    Killed,
}
