namespace SageServe.ClusterKit;

/// <summary>Rules of the real server that the stand-in breaks on demand, so that a check of them can be seen to fail.</summary>
[Flags]
public enum Misbehaviour
{
    None = 0,

    /// <summary>Takes a write that carries an old version.</summary>
    IgnoresVersions = 1,

    /// <summary>Creates over what is there.</summary>
    OverwritesOnCreate = 2,

    /// <summary>Sends no bookmarks.</summary>
    SendsNoBookmarks = 4,

    /// <summary>An object that stops matching a watch's selector is not told as gone.</summary>
    KeepsUnmatched = 8,

    /// <summary>Lists whole collections whatever the limit.</summary>
    IgnoresLimit = 16,

    /// <summary>Takes Lease times without six decimals, and shows them so.</summary>
    RoundsMicroTime = 32,

    /// <summary>A change of scale is answered and forgotten.</summary>
    ForgetsScale = 64,

    /// <summary>A merge patch replaces the whole object.</summary>
    ReplacesOnPatch = 128,
}
