namespace SageServe.Hosting;

/// <summary>Replaces a file in one step: a reader, or a restart, sees the old content or the new and never a part. Flushed to disk.</summary>
public static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using (var stream = OpenDraft(path))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        Publish(path);
    }

    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content)
    {
        await using (var stream = OpenDraft(path))
        {
            await stream.WriteAsync(content);
            stream.Flush(flushToDisk: true);
        }

        Publish(path);
    }

    private static string Draft(string path) => path + ".new";

    private static FileStream OpenDraft(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new FileStream(Draft(path), FileMode.Create, FileAccess.Write, FileShare.None);
    }

    private static void Publish(string path) => File.Move(Draft(path), path, overwrite: true);
}
