using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Scaler;

/// <summary>
/// Keeps what forecasting studied over a restart, beside the plan: a study takes the better part of a second for each series. It only saves
/// time, so that a file that is gone, too large or spoilt is told once and begun anew.
/// </summary>
internal sealed class RecipeFile(ScalerOptions options, ILogger<RecipeFile> logger)
{
    /// <summary>A file beyond this is not ours: ten thousand series with all their recipes take a few tens of megabytes.</summary>
    public const long BytesMost = 256 << 20;

    public string Path => options.PlanFile + ".recipes";

    /// <summary>Null where there is nothing to go on from.</summary>
    public ForecastState? Read()
    {
        try
        {
            var file = new FileInfo(Path);
            if (!file.Exists)
            {
                return null;
            }

            var state = file.Length <= BytesMost
                ? JsonSerializer.Deserialize(File.ReadAllBytes(Path), ScalerJson.Default.ForecastState)
                : throw new JsonException($"it has {file.Length} bytes, {BytesMost} are allowed");
            return state is { Loads.IsDefault: false } ? state : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            logger.RecipesNotRead(Path, e.Message);
            return null;
        }
    }

    /// <summary>Does nothing where a tick changed nothing.</summary>
    public void Keep(ForecastState? state)
    {
        if (state is null)
        {
            return;
        }

        try
        {
            AtomicFile.Write(Path, JsonSerializer.SerializeToUtf8Bytes(state, ScalerJson.Default.ForecastState));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.RecipesNotKept(Path, e.Message);
        }
    }
}
