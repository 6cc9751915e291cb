using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>One folder that all gateways share.</summary>
internal sealed class ChaosFolder(RunDirectory directory) : IChaosStore
{
    private readonly string _root = directory.Folder("shared");

    public JsonObject Configuration(bool isShared) => new() { ["Folder"] = _root, ["Shared"] = isShared };

    public Task StartAsync(CancellationToken stop) => Task.CompletedTask;

    public Task<string> ReadAsync(string key, CancellationToken stop) => File.ReadAllTextAsync(Path.Combine(_root, key), stop);

    public async Task PutAsync(string key, string content, CancellationToken stop)
    {
        var (path, draft) = (Path.Combine(_root, key), Path.Combine(directory.Root, "draft"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(draft, content, stop);
        File.Move(draft, path);
    }

    public Task<int> JournalEntriesAsync(CancellationToken stop) => Task.FromResult(
        Directory.EnumerateFiles(Path.Combine(_root, "batches"), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "journal")
            .Sum(f => File.ReadAllBytes(f).Count(b => b == (byte)'\n')));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
