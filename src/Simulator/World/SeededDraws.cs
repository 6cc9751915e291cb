namespace SageServe.Simulator;

/// <summary>
/// Draws by key instead of in order: what happens to the seventh replica does not depend on who drew before it, so that one feature
/// of the world changes no draw of another. Splits the seed of one named stream with SplitMix64.
/// </summary>
internal sealed class SeededDraws(RandomStream stream)
{
    private readonly ulong _seed = stream.NextUInt64();

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform(long key, long number = 0) => (Bits(key, number) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, bound).</summary>
    public int Choice(int bound, long key, long number = 0) => (int)Math.BigMul(Bits(key, number), (ulong)bound, out _);

    /// <summary>Standard normal (Box-Muller).</summary>
    public double Gaussian(long key, long number = 0)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(key, 2 * number)));
        return radius * Math.Cos(2 * Math.PI * Uniform(key, 2 * number + 1));
    }

    /// <summary>Exponential with this mean.</summary>
    public double Exponential(double mean, long key, long number = 0) => -mean * Math.Log(1 - Uniform(key, number));

    private ulong Bits(long key, long number) => Mix(Mix(_seed + (ulong)key * 0x9E3779B97F4A7C15UL) + (ulong)number * 0xD1B54A32D192ED03UL);

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
