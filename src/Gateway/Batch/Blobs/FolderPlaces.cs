namespace SageServe.Gateway;

/// <summary>
/// Where keys lie in a folder, and the marks of its being there. Names that begin with a dot are the folder's own: <c>.store</c> says that this
/// is a store, so that a share that is not mounted is not taken for an empty one; <c>.drafts</c> holds what is being written.
/// </summary>
internal sealed class FolderPlaces
{
    private static readonly TimeSpan DraftAge = TimeSpan.FromDays(1);
    private readonly string _mark;
    private readonly string _drafts;

    public FolderPlaces(string root, TimeProvider time)
    {
        Root = Path.GetFullPath(root);
        _mark = Path.Combine(Root, ".store");
        _drafts = Path.Combine(Root, ".drafts");
        Directory.CreateDirectory(_drafts);
        if (!File.Exists(_mark))
        {
            File.WriteAllText(_mark, "Files and batches of SageServe gateways. Without this file they take the store for one that is away.\n");
        }

        SweepDrafts(time.GetUtcNow().UtcDateTime - DraftAge);
    }

    public string Root { get; }

    public bool IsThere => File.Exists(_mark);

    public string Of(string key) => Path.Combine(Root, BlobKey.Checked(key).Replace('/', Path.DirectorySeparatorChar));

    public string OfPrefix(string prefix) => Of(BlobKey.CheckedPrefix(prefix)[..^1]);

    public string NewDraft() => Path.Combine(_drafts, Guid.NewGuid().ToString("N"));

    /// <summary>Makes the folder of a key, each level durable before the next; never the root.</summary>
    public void Prepare(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (Directory.Exists(folder))
        {
            return;
        }

        if (folder.Length <= Root.Length || !IsThere)
        {
            throw new DirectoryNotFoundException($"The store's folder '{Root}' is not there.");
        }

        Prepare(folder);
        Directory.CreateDirectory(folder);
        FolderSystem.Flush(Path.GetDirectoryName(folder)!);
    }

    // Left by gateways that stopped; those that live write to theirs more often than daily.
    private void SweepDrafts(DateTime before)
    {
        foreach (var draft in Directory.EnumerateFiles(_drafts).Where(d => File.GetLastWriteTimeUtc(d) < before))
        {
            File.Delete(draft);
        }
    }
}
