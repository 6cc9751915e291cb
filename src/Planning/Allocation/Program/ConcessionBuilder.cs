using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Collects what is not kept, with what its slack is priced at.</summary>
internal sealed class ConcessionBuilder(AllocationIndex index)
{
    private readonly ImmutableArray<Concession>.Builder _all = ImmutableArray.CreateBuilder<Concession>();
    private SlackPrices? _prices;

    public ImmutableArray<Concession> ToImmutable() => _all.ToImmutable();

    /// <param name="family">Of the constraint.</param>
    /// <param name="subject">Its number within the family.</param>
    /// <param name="asked">At most, or at least.</param>
    /// <param name="got">What the plan has.</param>
    /// <param name="isLeast">Which of both.</param>
    public void Add(ConstraintFamily family, int subject, double asked, double got, bool isLeast = false)
    {
        var by = isLeast ? asked - got : got - asked;
        if (by > 1e-6 * Math.Max(1, Math.Abs(double.IsFinite(asked) ? asked : 1)) * (family is ConstraintFamily.LocalShare ? 10 : 1))
        {
            _prices ??= new SlackPrices(index);
            _all.Add(new Concession(family, ShadowPrices.Subject(index.Problem, family, subject), asked, by, ShadowPrices.Unit(family), _prices.Usd(family, subject)));
        }
    }
}
