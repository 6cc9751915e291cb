using System.Globalization;
using System.IO.Compression;

namespace SageServe.EngineModel.Tests;

/// <summary>Throughput of vLLM by GPU, model and batch, measured at Argonne (ANL LLM-Inference-Bench, BSD-3-Clause).</summary>
internal static class BatchTable
{
    public static readonly IReadOnlyDictionary<string, GpuRates> Gpus = new Dictionary<string, GpuRates>(StringComparer.Ordinal)
    {
        // Data sheets. The A100s are those of 40 GB: Llama-2-7B runs out of KV where 40 GB do.
        ["Nvidia A100 GPU"] = new(1.555e12, 312e12, 40e9),
        ["Nvidia H100 GPU"] = new(3.35e12, 989e12, 80e9),
        ["Nvidia GH200 GPU"] = new(4.0e12, 989e12, 96e9),
    };

    /// <summary>Published architectures of the dense models, with their longest context. OPT and Bloom use the input embedding as output layer too.</summary>
    public static readonly IReadOnlyDictionary<string, (ModelShape Shape, int Context)> Models = new Dictionary<string, (ModelShape, int)>(StringComparer.Ordinal)
    {
        ["Llama-2-7b-hf"] = (Shape(6.74, 32, 4096, 32_000, 524_288), 4096),
        ["Meta-Llama-3-8B"] = (Shape(8.03, 32, 4096, 128_256, 131_072), 8192),
        ["Mistral-7B-v0.1"] = (Shape(7.24, 32, 4096, 32_000, 131_072), 8192),
        ["Qwen2-7B"] = (Shape(7.62, 28, 3584, 152_064, 57_344), 32_768),
        ["DeciLM-7B"] = (Shape(7.04, 32, 4096, 32_000, 34_304), 8192),
        ["Llama-2-70b-hf"] = (Shape(68.98, 80, 8192, 32_000, 327_680), 4096),
        ["Meta-Llama-3-70B"] = (Shape(70.55, 80, 8192, 128_256, 327_680), 8192),
        ["Qwen2-72B"] = (Shape(72.7, 80, 8192, 152_064, 327_680), 32_768),
        ["llama-7b"] = (Shape(6.74, 32, 4096, 32_000, 524_288), 2048),
        ["Aquila-7B"] = (Shape(7.29, 32, 4096, 100_008, 524_288), 2048),
        ["opt-6.7b"] = (Shape(6.66, 32, 4096, 0, 524_288), 2048),
        ["bloom-7b1"] = (Shape(7.07, 30, 4096, 0, 491_520), 2048),
        ["gpt-j-6b"] = (Shape(6.05, 28, 4096, 50_400, 458_752), 2048),
        ["Qwen1.5-7B"] = (Shape(7.72, 32, 4096, 151_936, 524_288), 8192),
    };

    /// <summary>Prefill alone: 16 prompts of 1,024 tokens, one output token.</summary>
    public static BatchTableRow[] ReadPrefill() =>
        [.. File.ReadAllLines(SharedData.Require("gpu-perf/anl_Fig_21_all_results_TTFT.csv")).Skip(1).Select(l => l.Split(','))
            .Where(c => c.Length == 8 && c[2] == "vLLM" && Gpus.ContainsKey(c[0]))
            .Select(c => new BatchTableRow(
                c[0], int.Parse(c[1], CultureInfo.InvariantCulture), c[3].Split('/')[^1],
                int.Parse(c[6], CultureInfo.InvariantCulture), int.Parse(c[4], CultureInfo.InvariantCulture), double.Parse(c[7], CultureInfo.InvariantCulture)) { OutputTokens = 1 })];

    /// <summary>Every row of a dense model up to saturation: the batch's full length fits the KV cache with 10 % of the memory kept free.</summary>
    public static BatchTableRow[] Read()
    {
        using var file = File.OpenRead(SharedData.Require("gpu-perf/anl_llm_inference_bench_all.csv.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var rows = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Trim().Split(','))
            .Where(c => c[2] == "vLLM" && Gpus.ContainsKey(c[0]) && Models.ContainsKey(c[3].Split('/')[^1]))
            .Select(c => new BatchTableRow(
                c[0], int.Parse(c[1], CultureInfo.InvariantCulture), c[3].Split('/')[^1],
                int.Parse(c[5], CultureInfo.InvariantCulture), int.Parse(c[4], CultureInfo.InvariantCulture), double.Parse(c[6], CultureInfo.InvariantCulture)));
        return [.. rows.Where(r => r.Run.PromptTokens + r.Run.OutputTokens <= Models[r.Model].Context && !r.IsSaturated && !r.IsBroken)];
    }

    private static ModelShape Shape(double billions, int layers, int hidden, int lookedUp, double kvBytes) =>
        new(billions * 1e9, billions * 1e9 - (double)lookedUp * hidden, layers, hidden, kvBytes);
}
