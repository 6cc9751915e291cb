namespace SageServe.Gateway;

/// <summary>Tells a full disk from one that fails.</summary>
internal static class FolderErrors
{
    // ENOSPC and EDQUOT of Linux; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows. .NET has no exception of its own for them.
    private static readonly int[] Full = [28, 122, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    public static BlobStoreException Of(string key, Exception error) => Full.Contains(error.HResult)
        ? new BlobStoreException(BlobProblem.Full, $"The disk of the batch files is full: '{key}' was not written.", error)
        : new BlobStoreException(BlobProblem.Away, $"The folder of the batch files fails at '{key}': {error.Message}", error);
}
