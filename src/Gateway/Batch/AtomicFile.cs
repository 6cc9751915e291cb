namespace SageServe.Gateway;

/// <summary>Writes a whole file so that a reader, or a restart, sees the old content or the new one and never a part.</summary>
internal static class AtomicFile
{
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content)
    {
        var draft = path + ".tmp";
        await using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await stream.WriteAsync(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
