namespace SageServe.Gateway;

/// <summary>Why a blob store could not do what it was asked.</summary>
internal enum BlobProblem
{
    /// <summary>It does not answer, or says that it fails.</summary>
    Away,

    /// <summary>It has no room left.</summary>
    Full,
}
