namespace SageServe.VllmEmulator;

/// <summary>
/// The text of an answer: token i is four bytes chosen by the answer's seed and i, so any part can be made without the rest.
/// Same seed, same text, on every machine.
/// </summary>
internal readonly struct TextSource(ulong seed)
{
    private static ReadOnlySpan<byte> Openings => "HereThisThatWhenSureYes,WellSome"u8;

    private static ReadOnlySpan<byte> Words =>
        " the and for are but not you all any can had her was one our out day get has him his how man new now old"u8
        + " see two way who did its let put say she too use air end far few got hot key low may off own run set six"u8
        + " sky sun ten top try why yes yet act add age ago aim art ask bad bag bar bed big bit box bus buy car cat"u8
        + " cup cut dog dry due eat egg eye fit fix fly fun gas job law lay led leg lie lot map met mix net nor oil"u8
        + " pay per raw red sea sit son tea tie tip win it. so. up. in. on, so, no, if, a.\n b.\n"u8;

    public static int BytesPerToken => Tokenizer.BytesPerToken;

    public ReadOnlySpan<byte> Token(int index)
    {
        var draw = Mix(seed + (ulong)index * 0x9E3779B97F4A7C15UL);
        var table = index == 0 ? Openings : Words;
        var entries = (ulong)(table.Length / Tokenizer.BytesPerToken);
        return table.Slice((int)(draw % entries) * Tokenizer.BytesPerToken, Tokenizer.BytesPerToken);
    }

    /// <summary>Fills whole tokens from the first on.</summary>
    public void Write(Span<byte> text)
    {
        for (var i = 0; i < text.Length; i += Tokenizer.BytesPerToken)
        {
            var token = Token(i / Tokenizer.BytesPerToken);
            token[..Math.Min(token.Length, text.Length - i)].CopyTo(text[i..]);
        }
    }

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
