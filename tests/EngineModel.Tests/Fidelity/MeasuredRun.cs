using System.Globalization;
using System.IO.Compression;

namespace SageServe.EngineModel.Tests;

/// <summary>Requests measured against vLLM with Llama-3.1-70B on two A100-80GB (llm-d/llm-d-benchmark, Apache-2.0).</summary>
internal static class MeasuredRun
{
    public static readonly string[] Chat = ["sharegpt_output_0.1", "sharegpt_output_0.3", "sharegpt_output_0.5"];

    public static MeasuredRequest[] Read(string run)
    {
        using var file = File.OpenRead(SharedData.Require("llmd-lmbench/requests_70b_vllm_low_qps.csv.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var rows = new List<MeasuredRequest>();
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (cells[1] == run)
            {
                var n = cells[2..].Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray();
                rows.Add(new MeasuredRequest((int)n[0], (int)n[1], n[4], n[2], n[2] + n[3]));
            }
        }

        return [.. rows.OrderBy(r => r.Launch)];
    }
}
