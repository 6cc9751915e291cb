using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// What lies among the files and is none: uploads that broke off, result files that another gateway was first to make or that were deleted, and
/// the names of those once nobody can make them again.
/// </summary>
internal sealed class FileRests(IBlobStore blobs, FileIndex index, BatchRecords batches, SteadyClock clock)
{
    /// <summary>Longer than any file takes between its content and its card.</summary>
    private static readonly TimeSpan RestAge = TimeSpan.FromDays(1);

    /// <summary>Takes away the rests. It lists every blob of every file, which a bucket charges for.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var gone = await blobs.ListAsync(FileKeys.GoneRoot, cancellation: cancellation).ToListAsync(cancellation);
        var goneIds = gone.Select(g => g.Key[FileKeys.GoneRoot.Length..]).ToHashSet(StringComparer.Ordinal);
        await SweepFoldersAsync(goneIds, cancellation);
        foreach (var name in gone.Where(g => g.WrittenAt < clock.Now - RestAge))
        {
            // As long as the batch is there, a gateway that was paused may still make its files.
            if (await batches.ReadCardAsync(FileKeys.BatchOf(name.Key[FileKeys.GoneRoot.Length..]), cancellation) is null)
            {
                await blobs.DeleteAsync(name.Key, cancellation);
            }
        }
    }

    private async Task SweepFoldersAsync(HashSet<string> gone, CancellationToken cancellation)
    {
        var folder = new List<BlobInfo>();
        await foreach (var blob in blobs.ListAsync(FileKeys.Root, cancellation: cancellation))
        {
            if (folder.Count > 0 && IdOf(blob) != IdOf(folder[0]))
            {
                await SweepFolderAsync(folder, gone, cancellation);
                folder.Clear();
            }

            folder.Add(blob);
        }

        if (folder.Count > 0)
        {
            await SweepFolderAsync(folder, gone, cancellation);
        }
    }

    private async Task SweepFolderAsync(List<BlobInfo> blobsOfIt, HashSet<string> gone, CancellationToken cancellation)
    {
        var id = IdOf(blobsOfIt[0]);
        var isGone = gone.Contains(id);
        var hasCard = blobsOfIt.Exists(b => b.Key == FileKeys.Card(id));
        if (isGone || !hasCard)
        {
            index.Forget(id);
            if (isGone || blobsOfIt.TrueForAll(IsOld))
            {
                await blobs.DeletePrefixAsync(FileKeys.Folder(id), cancellation);
            }
        }
        else if (blobsOfIt.Count > 2 && await index.ReadCardAsync(id, cancellation) is { } stored)
        {
            var content = FileKeys.Content(id, FileShelf.ContentOf(stored));
            foreach (var rest in blobsOfIt.Where(b => IsOld(b) && b.Key != FileKeys.Card(id) && b.Key != content))
            {
                await blobs.DeleteAsync(rest.Key, cancellation);
            }
        }
    }

    private bool IsOld(BlobInfo blob) => blob.WrittenAt < clock.Now - RestAge;

    // files/{id}/{name}
    private static string IdOf(BlobInfo blob) => blob.Key.Split('/')[1];
}
