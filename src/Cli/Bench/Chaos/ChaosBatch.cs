using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>One batch of the run: what was sent, and what the gateways said of it.</summary>
internal sealed class ChaosBatch(int number, int tenant, string model, int lines, ChaosFate fate, ChaosOptions options)
{
    /// <summary>Longer than any run waits: at 25 ms a token.</summary>
    private const int EndlessTokens = 7500;

    /// <summary>A batch of fewer lines has none to spare for an early end.</summary>
    private const int LeastToEndEarly = 10;

    public int Number { get; } = number;

    public int Tenant { get; } = tenant;

    public int Lines { get; } = lines;

    public ChaosFate Fate { get; } = fate;

    /// <summary>Null until it was accepted.</summary>
    public string? Id { get; set; }

    public string Status { get; set; } = "none";

    public int Completed { get; set; }

    public int Failed { get; set; }

    /// <summary>Its tenant has cancelled it.</summary>
    public bool IsCancelled { get; set; }

    public bool HasEnded => Status is "completed" or "failed" or "expired" or "cancelled";

    /// <summary>As the API calls it.</summary>
    public bool HasItsFate => string.Equals(Status, Fate.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Some lines are done, so that there is something to keep.</summary>
    public bool IsUnderWay => Completed > 0 && Completed + Failed >= Lines / 10;

    /// <summary>Its lines are numbered from 1; the custom id of a line.</summary>
    public string CustomId(int line) => string.Create(CultureInfo.InvariantCulture, $"b{Number}-{line}");

    /// <summary>One that has to end early has lines that take too long; they stand at its end.</summary>
    public ChaosLineKind KindOf(int line)
    {
        if (Fate != ChaosFate.Completed && line > Lines - Math.Max(1, Lines / 10))
        {
            return ChaosLineKind.Endless;
        }

        var u = new RandomStream(options.Seed).Child("lines").Child(CustomId(line)).NextDouble();
        return u < options.PoisonShare ? ChaosLineKind.Poisoned : u < options.PoisonShare + options.RefusedShare ? ChaosLineKind.Refused : ChaosLineKind.Ordinary;
    }

    public byte[] Input()
    {
        var text = new StringBuilder();
        for (var line = 1; line <= Lines; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $$$"""{"custom_id":"{{{CustomId(line)}}}","method":"POST","url":"/v1/chat/completions","body":{"model":"{{{model}}}",{{{Parameters(KindOf(line))}}},"messages":[{"role":"user","content":"Say something about number {{{line}}} of batch {{{Number}}}."}]}}""").Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>
    /// Batches of unequal length, to tenants and models in turn; they have all lines together. Every tenth is to be cancelled, and the second
    /// batch of the first tenant expires.
    /// </summary>
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
            var lines = 1 + until - given;
            var fate = lines < LeastToEndEarly ? ChaosFate.Completed : i == options.Tenants ? ChaosFate.Expired : i % 10 == 5 ? ChaosFate.Cancelled : ChaosFate.Completed;
            batches.Add(new ChaosBatch(i, i % options.Tenants, models[i % models.Count], lines, fate, options));
            given = until;
        }

        return batches;
    }

    private static string Parameters(ChaosLineKind kind) => kind switch
    {
        ChaosLineKind.Refused => "\"max_tokens\":12,\"stop\":[\"\"]",
        ChaosLineKind.Poisoned => string.Create(CultureInfo.InvariantCulture, $"\"max_tokens\":12,\"seed\":{ChaosStage.PoisonSeed}"),
        ChaosLineKind.Endless => string.Create(CultureInfo.InvariantCulture, $"\"max_tokens\":{EndlessTokens},\"min_tokens\":{EndlessTokens},\"ignore_eos\":true"),
        _ => "\"max_tokens\":12",
    };
}
