using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>One batch of the run: what was sent, and what the gateways said of it.</summary>
internal sealed class ChaosBatch(int number, int tenant, string model, int lines)
{
    public int Number { get; } = number;

    public int Tenant { get; } = tenant;

    public int Lines { get; } = lines;

    /// <summary>Null until it was accepted.</summary>
    public string? Id { get; set; }

    public string Status { get; set; } = "none";

    public int Completed { get; set; }

    public int Failed { get; set; }

    public bool HasEnded => Status is "completed" or "failed" or "expired" or "cancelled";

    /// <summary>Its lines are numbered from 1; the custom id of a line.</summary>
    public string CustomId(int line) => string.Create(CultureInfo.InvariantCulture, $"b{Number}-{line}");

    public byte[] Input()
    {
        var text = new StringBuilder();
        for (var line = 1; line <= Lines; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $$$"""{"custom_id":"{{{CustomId(line)}}}","method":"POST","url":"/v1/chat/completions","body":{"model":"{{{model}}}","max_tokens":12,"messages":[{"role":"user","content":"Say something about number {{{line}}} of batch {{{Number}}}."}]}}""").Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Batches of unequal length, to tenants and models in turn; they have all lines together.</summary>
    public static IReadOnlyList<ChaosBatch> Make(ChaosOptions options, IReadOnlyList<string> models)
    {
        var random = new RandomStream(options.Seed).Child("batches");
        var weights = Enumerable.Range(0, options.Batches).Select(_ => 0.2 + random.NextDouble()).ToArray();
        var spare = options.Lines - options.Batches;
        var batches = new List<ChaosBatch>();
        var (given, sum, all) = (0, 0.0, weights.Sum());
        for (var i = 0; i < options.Batches; i++)
        {
            sum += weights[i];
            var until = i == options.Batches - 1 ? spare : (int)(spare * (sum / all));
            batches.Add(new ChaosBatch(i, i % options.Tenants, models[i % models.Count], 1 + until - given));
            given = until;
        }

        return batches;
    }
}
