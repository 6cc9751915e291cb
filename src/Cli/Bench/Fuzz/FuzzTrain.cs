namespace SageServe.Cli;

/// <summary>Cases that are played one after the other, made from the seed and the train's number alone.</summary>
/// <param name="Cases">In order.</param>
/// <param name="Pipelined">Requests are sent without waiting for the answers before them.</param>
internal sealed record FuzzTrain(FuzzCase[] Cases, bool Pipelined)
{
    /// <summary>Cases of each.</summary>
    public const int Length = 4;

    /// <summary>Of a case.</summary>
    public static int NumberOf(int one) => one / Length;

    /// <summary>A third of the trains has a connection for each case, a third uses one as long as it lasts, a third does so without waiting.</summary>
    public static FuzzTrain Make(ulong seed, int number)
    {
        var kind = new RandomStream(seed).Child("train-" + number.ToString(System.Globalization.CultureInfo.InvariantCulture)).NextInt(3);
        return new FuzzTrain([.. Enumerable.Range(0, Length).Select(i => FuzzCase.Make(seed, number * Length + i, keepsOpen: kind > 0 && i < Length - 1))], kind == 2);
    }

    public string Describe() => (Pipelined ? "sent without waiting for answers:\n" : "") + string.Join('\n', Cases.Select(c => c.Describe()));
}
