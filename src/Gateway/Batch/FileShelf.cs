using System.Collections.Concurrent;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Uploaded and result files on disk: a folder each, with <c>content</c> and <c>file.json</c>. The latter is written last; a
/// folder without it is an upload that never finished, and is swept at the start.
/// </summary>
internal sealed class FileShelf
{
    private const string Content = "content";
    private const string Card = "file.json";
    private readonly ConcurrentDictionary<string, StoredFile> _files = new(StringComparer.Ordinal);
    private readonly string _root;
    private readonly SteadyClock _clock;
    private long _sequence;

    public FileShelf(GatewayOptions options, SteadyClock clock)
    {
        _root = Path.Combine(options.DataDirectory, "files");
        _clock = clock;
        Directory.CreateDirectory(_root);
        foreach (var folder in Directory.EnumerateDirectories(_root))
        {
            Load(folder);
        }
    }

    public static string NewId() => $"file-{Guid.NewGuid():N}";

    /// <summary>Where to write the content of a new file; it exists for nobody until <see cref="AddAsync"/>.</summary>
    public string Prepare(string id) => Path.Combine(Directory.CreateDirectory(Path.Combine(_root, id)).FullName, Content);

    /// <summary>Makes a written content a file.</summary>
    public async Task<FileDocument> AddAsync(TenantId tenant, string id, string filename, string purpose, TimeSpan? lifetime = null)
    {
        var now = (long)_clock.Now.ToUnixSeconds();
        var file = new FileDocument
        {
            Id = id,
            Bytes = new FileInfo(PathOf(id)).Length,
            CreatedAt = now,
            ExpiresAt = lifetime is { } span ? now + (long)span.TotalSeconds : null,
            Filename = filename,
            Purpose = purpose,
        };
        var stored = new StoredFile(tenant, file, Interlocked.Increment(ref _sequence));
        await AtomicFile.WriteAsync(Path.Combine(_root, id, Card), JsonSerializer.SerializeToUtf8Bytes(stored, BatchJson.Default.StoredFile));
        _files[id] = stored;
        return file;
    }

    /// <summary>Null when there is none, when it is another tenant's, or when its time is over.</summary>
    public FileDocument? Find(TenantId tenant, string id) =>
        _files.TryGetValue(id, out var stored) && stored.Tenant == tenant && !IsOver(stored.File) ? stored.File : null;

    /// <summary>Newest first.</summary>
    public IEnumerable<FileDocument> Of(TenantId tenant) =>
        _files.Values.Where(f => f.Tenant == tenant && !IsOver(f.File)).OrderByDescending(f => f.Sequence).Select(f => f.File);

    public string PathOf(string id) => Path.Combine(_root, id, Content);

    /// <summary>Forgets a file, or the rest of an upload that failed.</summary>
    public void Delete(string id)
    {
        _files.TryRemove(id, out _);
        var folder = Path.Combine(_root, id);
        if (Directory.Exists(folder))
        {
            // Without its card it is no file any more, even if the machine stops here.
            File.Delete(Path.Combine(folder, Card));
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Takes away files whose time is over.</summary>
    public void Sweep()
    {
        foreach (var stored in _files.Values.Where(f => IsOver(f.File)))
        {
            Delete(stored.File.Id);
        }
    }

    private bool IsOver(FileDocument file) => file.ExpiresAt <= _clock.Now.ToUnixSeconds();

    private void Load(string folder)
    {
        var card = Path.Combine(folder, Card);
        if (!File.Exists(card))
        {
            Directory.Delete(folder, recursive: true);
            return;
        }

        var stored = JsonSerializer.Deserialize(File.ReadAllBytes(card), BatchJson.Default.StoredFile)!;
        _files[stored.File.Id] = stored;
        _sequence = Math.Max(_sequence, stored.Sequence);
    }
}
