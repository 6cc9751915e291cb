using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SageServe.Gateway;

/// <summary>What a durable folder needs of the operating system and .NET does not offer: hard links, and flushing a folder's list of names.</summary>
internal static class FolderSystem
{
    private const int NoEntry = 2;
    private const int Exists = 17;
    private const int NotForFolders = 22;

    /// <summary>Gives a written file a name, unless it is taken.</summary>
    /// <returns>False when the name is taken.</returns>
    public static bool TryName(string draft, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMove(draft, path);
        }

        if (Link(draft, path) == 0)
        {
            File.Delete(draft);
            return true;
        }

        return Marshal.GetLastPInvokeError() switch
        {
            Exists => false,
            NoEntry => throw new DirectoryNotFoundException($"The folder of '{path}' is gone."),
            var error => throw new IOException($"'{path}' cannot be linked ({new Win32Exception(error).Message}). The file system must offer hard links.", error),
        };
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // NTFS keeps names by its own journal.
            return;
        }

        var handle = Open(folder, 0);
        if (handle < 0)
        {
            throw Failure(folder);
        }

        try
        {
            // Some network file systems cannot flush a folder, and keep names durable by themselves.
            if (Sync(handle) != 0 && Marshal.GetLastPInvokeError() != NotForFolders)
            {
                throw Failure(folder);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failure(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return error == NoEntry
            ? new DirectoryNotFoundException($"The folder '{folder}' is gone.")
            : new IOException($"The folder '{folder}' cannot be flushed ({new Win32Exception(error).Message}).", error);
    }

    private static bool TryMove(string draft, string path)
    {
        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
