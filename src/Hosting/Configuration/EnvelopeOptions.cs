namespace SageServe.Hosting;

/// <summary>Section <c>Envelope</c>; absent, the envelope clock is the wall clock.</summary>
internal sealed record EnvelopeOptions : ICheckedOptions
{
    public const string Section = "Envelope";

    /// <summary>Request time at which both clocks are pinned together.</summary>
    public Instant? RealEpoch { get; init; }

    /// <summary>Envelope time at that moment.</summary>
    public Instant? EnvelopeEpoch { get; init; }

    /// <summary>Envelope seconds per second.</summary>
    [Within(0, AboveLow = true)]
    public double Speed { get; init; } = 1;

    public IEnumerable<string> Problems()
    {
        if (!double.IsFinite(Speed) || Speed <= 0)
        {
            yield return $"Speed must be a positive number, not {Speed}.";
        }

        if (RealEpoch is null != EnvelopeEpoch is null)
        {
            yield return "RealEpoch and EnvelopeEpoch must be given together.";
        }
        else if (RealEpoch is null && Speed is not 1)
        {
            yield return "a Speed other than 1 needs RealEpoch and EnvelopeEpoch.";
        }
    }

    public EnvelopeDocument ToDocument() =>
        RealEpoch is { } real && EnvelopeEpoch is { } envelope ? new EnvelopeDocument(real, envelope, Speed) : EnvelopeDocument.Identity;
}
