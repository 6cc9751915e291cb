using System.CommandLine;

namespace SageServe.Cli;

/// <summary>What a benchmark does not tell of a replica: its memory, its engine's settings, its name.</summary>
internal sealed class ProfileLimits
{
    public const long AssumedKvTokens = 1_000_000;

    private readonly Option<string> _model = new("--model") { Description = "Model id of the profile.", DefaultValueFactory = _ => "model" };
    private readonly Option<string> _accelerator = new("--accelerator") { Description = "Accelerator id of the profile.", DefaultValueFactory = _ => "accelerator" };
    private readonly Option<string?> _base = new("--base") { Description = "Catalog whose profile of this model and accelerator gives the limits; the demonstration's otherwise." };
    private readonly Option<long?> _kv = new("--kv-capacity") { Description = "Tokens that fit the KV cache; vLLM logs it as 'GPU KV cache size' at start." };
    private readonly Option<int?> _sequences = new("--max-num-seqs") { Description = "vLLM's setting of that name (256)." };
    private readonly Option<int?> _budget = new("--max-num-batched-tokens") { Description = "vLLM's setting of that name (2048)." };
    private readonly Option<double?> _context = new("--context-cost") { Description = "Seconds to read one token's keys and values: KV bytes per token / memory bandwidth of the replica." };

    public IEnumerable<Option> Options => [_model, _accelerator, _base, _kv, _sequences, _budget, _context];

    /// <summary>The limits as a profile whose step times are not to be used.</summary>
    public ThroughputProfile Read(ParseResult parsed)
    {
        var known = Known(parsed);
        var kv = parsed.GetValue(_kv) ?? known?.KvCapacityTokens;
        var context = parsed.GetValue(_context) ?? known?.DecodeSecondsPerContextToken;
        return new ThroughputProfile
        {
            Model = new ModelId(parsed.GetRequiredValue(_model)),
            Accelerator = new AcceleratorId(parsed.GetRequiredValue(_accelerator)),
            Prefill = [new StepPoint(1, 1)],
            Decode = [new StepPoint(1, 1)],
            DecodeSecondsPerContextToken = NotNegative("--context-cost", context ?? 0),
            KvCapacityTokens = (long)Flags.Positive("--kv-capacity", kv ?? AssumedKvTokens),
            MaxSequences = (int)Flags.Positive("--max-num-seqs", parsed.GetValue(_sequences) ?? known?.MaxSequences ?? 256),
            MaxBatchedTokens = (int)Flags.Positive("--max-num-batched-tokens", parsed.GetValue(_budget) ?? known?.MaxBatchedTokens ?? 2048),
            BlockTokens = known?.BlockTokens is > 0 and var block ? block : 16,
            ReferenceSequences = known?.ReferenceSequences ?? 32,
            ColdStart = known?.ColdStart ?? TimeSpan.FromMinutes(10),
            Source = "",
        };
    }

    /// <summary>What had to be assumed, each with the flag that says it.</summary>
    public IEnumerable<string> Assumed(ParseResult parsed, bool tellsContext)
    {
        var known = Known(parsed);
        if (parsed.GetValue(_kv) is null && known is null)
        {
            yield return $"KV capacity is not in a benchmark: {AssumedKvTokens:N0} tokens assumed. Give --kv-capacity (vLLM logs 'GPU KV cache size').";
        }

        if (!tellsContext && parsed.GetValue(_context) is null && known is null)
        {
            yield return "The cost of reading the KV cache is taken as 0. Give --context-cost: KV bytes per token / memory bandwidth of the replica.";
        }
    }

    private ThroughputProfile? Known(ParseResult parsed)
    {
        var document = parsed.GetValue(_base) is { } path ? CatalogFile.ReadDocument("--base", path) : EmbeddedData.DemoCatalog();
        var (model, accelerator) = (parsed.GetRequiredValue(_model), parsed.GetRequiredValue(_accelerator));
        var found = document.Profiles.FirstOrDefault(p => p.Model.Value == model && p.Accelerator.Value == accelerator);
        return found is null && parsed.GetValue(_base) is { } named
            ? throw new BadInputException($"--base {named} has no profile of '{model}' on '{accelerator}'. It has: {string.Join(", ", document.Profiles.Select(p => $"{p.Model} on {p.Accelerator}"))}.")
            : found;
    }

    private static double NotNegative(string flag, double value) =>
        value >= 0 && double.IsFinite(value) ? value : throw new BadInputException($"{flag} {value} must be 0 or more.");
}
