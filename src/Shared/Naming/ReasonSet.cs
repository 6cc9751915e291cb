using System.Numerics;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>The reasons of one decision: a bit set, so that carrying them allocates nothing.</summary>
[JsonConverter(typeof(ReasonSetJsonConverter))]
public readonly record struct ReasonSet(ulong Bits)
{
    public static readonly ReasonSet None;

    public static ReasonSet Of(ReasonCode code) => new(1UL << (int)code);

    public static ReasonSet Of(ReasonCode first, ReasonCode second) => Of(first).With(second);

    public int Count => BitOperations.PopCount(Bits);

    public ReasonSet With(ReasonCode code) => new(Bits | 1UL << (int)code);

    public ReasonSet With(ReasonSet others) => new(Bits | others.Bits);

    public bool Contains(ReasonCode code) => (Bits >> (int)code & 1) != 0;

    /// <summary>In the order of the codes' numbers.</summary>
    public IEnumerable<ReasonCode> Codes()
    {
        for (var rest = Bits; rest != 0; rest &= rest - 1)
        {
            yield return (ReasonCode)BitOperations.TrailingZeroCount(rest);
        }
    }

    public override string ToString() => string.Join(',', Codes().Select(c => c.Name()));
}
