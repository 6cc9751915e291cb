using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Uploaded and result files in the blob store: <c>files/{id}/content</c>, then <c>files/{id}/file.json</c>. A file exists from the latter on, for
/// every gateway; content without it is the rest of an upload that never finished. A result file has <c>files/{id}/content-{maker}</c>, as several
/// gateways may make it: the first card is the file, whatever others still write. Deleted, it is named in <c>gone/</c> first, and no card makes it
/// a file again.
/// </summary>
internal sealed class FileShelf(IBlobStore blobs, FileIndex index, TimeOrderedIds ids, FileStoreOptions options, SteadyClock clock)
{
    public const string BatchPurpose = "batch";

    public string NewId() => "file-" + ids.Next();

    /// <summary>Begins the content of a file; it exists for nobody until <see cref="AddAsync"/>.</summary>
    public async Task<FileDraft> BeginAsync(string id, CancellationToken cancellation = default)
    {
        var name = FileKeys.IsResult(id) ? $"{FileKeys.ContentName}-{ids.Next()}" : FileKeys.ContentName;
        return new FileDraft(id, name, await blobs.CreateAsync(FileKeys.Content(id, name), cancellation));
    }

    /// <summary>Makes a written content a file. Done again, also by another gateway, the first stays.</summary>
    /// <param name="lifetime">How long it is kept; null: as long as files of its purpose are.</param>
    public async Task<FileDocument> AddAsync(TenantId tenant, FileDraft draft, string filename, string purpose, TimeSpan? lifetime = null)
    {
        await draft.CommitAsync();
        var now = (long)clock.Now.ToUnixSeconds();
        var kept = lifetime ?? (purpose == BatchPurpose ? options.KeepInputs : options.KeepResults);
        var stored = new StoredFile(
            tenant,
            new FileDocument
            {
                Id = draft.Id,
                Bytes = draft.Length,
                CreatedAt = now,
                ExpiresAt = kept > TimeSpan.Zero ? now + (long)kept.TotalSeconds : null,
                Filename = filename,
                Purpose = purpose,
            },
            draft.Sha256,
            draft.Name);
        if (await blobs.PutNewAsync(FileKeys.Card(draft.Id), JsonSerializer.SerializeToUtf8Bytes(stored, BatchJson.Default.StoredFile)))
        {
            return stored.File;
        }

        var first = await index.ReadCardAsync(draft.Id, CancellationToken.None);
        if (first is not null && ContentOf(first) != draft.Name)
        {
            await blobs.DeleteAsync(FileKeys.Content(draft.Id, draft.Name));
        }

        return (first ?? stored).File;
    }

    /// <summary>As the store has it now. Null when there is none, when it is another tenant's, or when its time is over.</summary>
    public async Task<StoredFile?> FindAsync(TenantId tenant, string id, CancellationToken cancellation) =>
        BlobKey.IsName(id) && await index.ReadCardAsync(id, cancellation) is { } stored && stored.Tenant == tenant && !IsOver(stored)
        && !await index.IsGoneAsync(id, cancellation) ? stored : null;

    /// <summary>As the store has them now, newest first; files of one second in the order of their ids.</summary>
    public async Task<List<FileDocument>> OfAsync(TenantId tenant, CancellationToken cancellation) =>
        [.. (await index.ReadAsync(cancellation)).Where(f => f.Tenant == tenant && !IsOver(f)).Select(f => f.File)
            .OrderByDescending(f => f.CreatedAt).ThenByDescending(f => f.Id, StringComparer.Ordinal)];

    /// <summary>The content, or a part of it.</summary>
    /// <exception cref="FileNotFoundException">The file is gone.</exception>
    public async Task<Stream> OpenAsync(string id, long offset = 0, long length = long.MaxValue, CancellationToken cancellation = default)
    {
        var name = FileKeys.IsResult(id) ? ContentOf(await index.ReadCardAsync(id, cancellation) ?? throw Gone(id)) : FileKeys.ContentName;
        return await blobs.OpenReadAsync(FileKeys.Content(id, name), offset, length, cancellation) ?? throw Gone(id);
    }

    /// <summary>The content, with its checksum to be verified when it has been read.</summary>
    /// <exception cref="FileNotFoundException">The file is gone.</exception>
    public async Task<CheckedContent> OpenCheckedAsync(string id, CancellationToken cancellation)
    {
        var stored = await index.ReadCardAsync(id, cancellation) ?? throw Gone(id);
        return new CheckedContent(await OpenAsync(id, cancellation: cancellation), stored.Sha256);
    }

    /// <summary>Forgets a file. It is none any more for anybody from its first step on.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellation = default)
    {
        if (FileKeys.IsResult(id))
        {
            await blobs.PutNewAsync(FileKeys.Gone(id), default, cancellation);
        }

        await blobs.DeleteAsync(FileKeys.Card(id), cancellation);
        index.Forget(id);
        await blobs.DeletePrefixAsync(FileKeys.Folder(id), cancellation);
    }

    /// <summary>Name of the blob that is a file's content.</summary>
    public static string ContentOf(StoredFile stored) => stored.Content ?? FileKeys.ContentName;

    private static FileNotFoundException Gone(string id) => new($"The file {id} is gone.");

    private bool IsOver(StoredFile stored) => stored.File.ExpiresAt <= clock.Now.ToUnixSeconds();
}
