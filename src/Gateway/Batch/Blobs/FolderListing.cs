namespace SageServe.Gateway;

/// <summary>Lists a folder in the order of keys. What other gateways remove meanwhile is left out.</summary>
internal static class FolderListing
{
    /// <summary>All files below a folder.</summary>
    public static IEnumerable<BlobInfo> Blobs(string folder, string prefix, string? after)
    {
        foreach (var (name, entry) in Entries(folder))
        {
            var key = prefix + name;
            var isBehind = string.CompareOrdinal(key, after) > 0;
            if (entry is FileInfo file)
            {
                if (isBehind && InfoOf(key, file) is { } info)
                {
                    yield return info;
                }
            }
            else if (isBehind || after!.StartsWith(key, StringComparison.Ordinal))
            {
                foreach (var below in Blobs(entry.FullName, key, after))
                {
                    yield return below;
                }
            }
        }
    }

    /// <summary>The names in a folder.</summary>
    public static List<string> Names(string folder, string? after) =>
        [.. Entries(folder).Where(e => after is null || string.CompareOrdinal(e.Name, after + "/") > 0).Select(e => e.Name.TrimEnd('/')).Where(n => n != after)];

    /// <summary>Null when the file is gone.</summary>
    public static BlobInfo? InfoOf(string key, FileInfo file)
    {
        try
        {
            return new BlobInfo(key, file.Length, Instant.From(file.LastWriteTimeUtc));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static List<(string Name, FileSystemInfo Entry)> Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .Where(e => BlobKey.IsName(e.Name))
                .Select(e => (Name: e is DirectoryInfo ? e.Name + "/" : e.Name, Entry: e))
                .OrderBy(e => e.Name, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
