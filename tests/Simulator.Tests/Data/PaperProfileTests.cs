using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using SageServe.Simulator;

namespace SageServe.Simulator.Tests;

/// <summary>The reference system's engine tables, against SAGESERVE's constants and against the measurements where those are at hand.</summary>
public sealed class PaperProfileTests
{
    private static readonly CatalogDocument Released = Read("profiles-paper.json");
    private static readonly CatalogDocument Corrected = Read("profiles-paper-corrected.json");

    public static TheoryData<string> Both => ["profiles-paper.json", "profiles-paper-corrected.json"];

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_profile_obeys_the_catalog_rules_and_names_source_and_licence(string file)
    {
        var document = Read(file);
        Assert.DoesNotContain(ServingCatalogRules.Check(document), p => p.StartsWith("profiles", StringComparison.Ordinal));
        Assert.Equal(6, document.Profiles.Length);
        Assert.All(document.Profiles, p => Assert.Contains("MIT", p.Source, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("llama2-70b", 210_645)]
    [InlineData("bloom-176b", 89_234)]
    [InlineData("llama-3.1-8b", 303_361)]
    [InlineData("llama-3.2-3b", 1_273_526)]
    public void As_released_the_kv_room_is_the_reference_systems(string model, long tokens) =>
        Assert.All(Released.Profiles.Where(p => p.Model.Value == model), p => Assert.InRange(tokens - p.KvCapacityTokens, 0, p.BlockTokens));

    [Fact]
    public void As_released_small_models_take_10_to_15_ms_whatever_the_load()
    {
        foreach (var profile in Released.Profiles.Where(p => p.Model.Value.StartsWith("llama-3", StringComparison.Ordinal)))
        {
            foreach (var size in new[] { 1, 100, 512, 8192, 18_000, 50_000, 131_072 })
            {
                Assert.InRange(StepTable.Seconds(profile.Prefill, size), 0.00999, 0.015);
                Assert.InRange(StepTable.Seconds(profile.Decode, Math.Min(512, size)), 0.00999, 0.015);
            }
        }
    }

    [Fact]
    public void Corrected_kv_room_counts_true_weights_and_nine_tenths_of_the_memory() => Assert.All(Corrected.Profiles, p =>
    {
        var model = Corrected.Models.Single(m => m.Id == p.Model);
        var memory = Corrected.Accelerators.Single(a => a.Id == p.Accelerator).MemoryBytes * 0.9;
        Assert.InRange((memory - model.WeightBytes) / model.KvBytesPerToken - p.KvCapacityTokens, 0, p.BlockTokens);
        Assert.True(p.KvCapacityTokens >= model.MaxContextTokens);
    });

    [Fact]
    public void Corrected_they_take_longer_with_size() => Assert.All(Corrected.Profiles, p =>
    {
        Assert.True(StepTable.Seconds(p.Decode, 512) > 1.5 * StepTable.Seconds(p.Decode, 1));
        Assert.True(StepTable.Seconds(p.Prefill, 65_536) > 6 * StepTable.Seconds(p.Prefill, 8192));
    });

    [Theory]
    [InlineData("llama2-70b", "a100")]
    [InlineData("bloom-176b", "a100")]
    [InlineData("llama2-70b", "h100")]
    [InlineData("bloom-176b", "h100")]
    public void Prefill_of_the_large_models_is_the_median_of_the_raw_table(string model, string gpu)
    {
        using var file = File.OpenRead(SharedData.Require("sageserve/perf_model.csv.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var rows = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(','))
            .Where(c => c[0] == model && c[1] == gpu + "-80gb" && c[10].Trim() == "8").ToArray();
        foreach (var group in rows.GroupBy(c => Number(c[2]) * Number(c[3])))
        {
            var sorted = group.Select(c => Number(c[7]) / 1000).Order().ToArray();
            var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            Assert.Equal(median + 0.010, Point(Released, model, gpu, group.Key), 1e-6);
            Assert.Equal(median, Point(Corrected, model, gpu, group.Key), 1e-6);
        }
    }

    private static double Point(CatalogDocument document, string model, string gpu, double size) => document.Profiles
        .Single(p => p.Model.Value == model && p.Accelerator.Value.StartsWith(gpu, StringComparison.Ordinal))
        .Prefill.Single(p => p.Size == size).Seconds;

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static CatalogDocument Read(string file) => JsonSerializer.Deserialize(
        File.ReadAllBytes(Path.Combine(Repository.Root, "src", "Simulator", "Data", file)), SharedJson.Default.CatalogDocument)!;
}
