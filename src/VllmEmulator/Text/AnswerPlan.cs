namespace SageServe.VllmEmulator;

/// <summary>One answer, decided before it is generated: its text, its length and why it ends there.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Tokens that the engine generates.</param>
/// <param name="VisibleBytes">Bytes of text that the client sees; a matched stop string and what follows it are not shown.</param>
/// <param name="FinishReason">"stop" or "length".</param>
/// <param name="StopReason">The stop string that matched, else null.</param>
internal sealed record AnswerPlan(TextSource Text, int Tokens, int VisibleBytes, string FinishReason, string? StopReason)
{
    public static AnswerPlan Make(ulong seed, int maxTokens, in AnswerLimits limits)
    {
        var text = new TextSource(seed);
        var natural = limits.IgnoreEos ? int.MaxValue : Math.Max(Math.Max(1, limits.MinTokens), NaturalLength.Draw(seed));
        var tokens = Math.Min(natural, maxTokens);
        var plan = new AnswerPlan(text, tokens, tokens * Tokenizer.BytesPerToken, natural <= maxTokens ? "stop" : "length", null);
        return limits.Stops.Count == 0 ? plan : plan.CutAtStop(limits);
    }

    /// <summary>ASCII that is said instead of words: guided decoding. Null for words.</summary>
    public byte[]? Guided { get; init; }

    /// <summary>An answer that says exactly this, if the client allows so many tokens.</summary>
    public static AnswerPlan Say(string ascii, int maxTokens)
    {
        var needed = Tokenizer.Count(ascii);
        var tokens = Math.Min(needed, maxTokens);
        return new AnswerPlan(default, tokens, Math.Min(ascii.Length, tokens * Tokenizer.BytesPerToken), needed <= maxTokens ? "stop" : "length", null)
        {
            Guided = System.Text.Encoding.ASCII.GetBytes(ascii),
        };
    }

    /// <summary>Bytes of token <paramref name="index"/> that the client sees; fewer than four at a stop string, then none.</summary>
    public ReadOnlySpan<byte> VisibleToken(int index)
    {
        var start = index * Tokenizer.BytesPerToken;
        var length = Math.Clamp(VisibleBytes - start, 0, Tokenizer.BytesPerToken);
        return Guided is null ? Text.Token(index)[..length] : Guided.AsSpan(start, length);
    }

    public string VisibleText()
    {
        if (Guided is not null)
        {
            return System.Text.Encoding.ASCII.GetString(Guided, 0, VisibleBytes);
        }

        var bytes = new byte[VisibleBytes];
        Text.Write(bytes);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    private AnswerPlan CutAtStop(in AnswerLimits limits)
    {
        var all = new byte[Tokens * Tokenizer.BytesPerToken];
        Text.Write(all);
        // A stop counts once it is complete, and not within the first min_tokens.
        var from = Math.Min(all.Length, limits.MinTokens * Tokenizer.BytesPerToken);
        var (end, stop) = (int.MaxValue, "");
        foreach (var candidate in limits.Stops)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(candidate);
            var found = all.AsSpan(from).IndexOf(bytes);
            if (found >= 0 && from + found + bytes.Length < end)
            {
                (end, stop) = (from + found + bytes.Length, candidate);
            }
        }

        if (end == int.MaxValue)
        {
            return this;
        }

        var visible = limits.ShowStop ? end : end - System.Text.Encoding.UTF8.GetByteCount(stop);
        return new AnswerPlan(Text, Tokenizer.Count(end), visible, "stop", stop);
    }
}
