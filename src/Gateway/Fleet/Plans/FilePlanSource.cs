using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>The file that a scaler beside this gateway writes.</summary>
internal sealed class FilePlanSource(string path) : IPlanSource
{
    private (DateTime Written, long Length) _seen;

    public string Name => path;

    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    public async Task<PlanDocument?> ReadNewAsync(CancellationToken stop)
    {
        var file = new FileInfo(path);
        if (!file.Exists || (file.LastWriteTimeUtc, file.Length) == _seen)
        {
            return null;
        }

        var state = (file.LastWriteTimeUtc, file.Length);
        var plan = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, stop), SharedJson.Default.PlanDocument)
            ?? throw new JsonException("The plan file is empty.");
        _seen = state;
        return plan;
    }
}
