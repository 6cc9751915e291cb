using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

public sealed class RecipeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_was_kept_is_read_by_the_next_run_and_goes_with_its_first_tick()
    {
        var at = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        var state = new ForecastState([new LoadRecipes("llama@eastus", at, true, [])]);
        Open().Keep(state);
        Open().Keep(null);

        var read = Open().Read();
        var load = Assert.Single(read!.Loads);
        Assert.Equal((state.Loads[0].Load, at, true), (load.Load, load.StudiedAt, load.Loses));
    }

    [Fact]
    public void Without_a_file_there_is_nothing_to_go_on_from() => Assert.Null(Open().Read());

    [Theory]
    [InlineData("")]
    [InlineData("{\"loads\":[{\"load\"")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("{}")]
    public void A_spoilt_file_is_begun_anew(string text)
    {
        File.WriteAllText(Open().Path, text);
        Assert.Null(Open().Read());

        Open().Keep(new ForecastState([]));
        Assert.NotNull(Open().Read());
    }

    [Fact]
    public void A_file_far_too_large_is_not_read()
    {
        using (var file = File.Create(Open().Path))
        {
            file.SetLength(RecipeFile.BytesMost + 1);
        }

        Assert.Null(Open().Read());
    }

    public void Dispose() => _folder.Dispose();

    private RecipeFile Open() => new(new ScalerOptions { PlanFile = _folder["plan.json"] }, NullLogger<RecipeFile>.Instance);
}
