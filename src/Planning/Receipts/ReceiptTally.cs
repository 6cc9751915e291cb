namespace SageServe.Planning;

/// <summary>What the settled bins of an open receipt came to. Bins are demand bins: minutes, by default.</summary>
public readonly record struct ReceiptTally
{
    /// <summary>Judged bins of which demand and fleet are known.</summary>
    public int Known { get; init; }

    /// <summary>Bins, judged or before serving, of which they are not.</summary>
    public int Missing { get; init; }

    public double DemandSum { get; init; }

    public double DemandPeak { get; init; }

    public int ReplicasPeak { get; init; }

    public double LoadPeak { get; init; }

    public int Short { get; init; }

    /// <summary>Short before the moved replicas served.</summary>
    public int Late { get; init; }

    public double ShortMost { get; init; }

    public int Coverable { get; init; }

    /// <summary>Replicas times bins.</summary>
    public long UsedSum { get; init; }

    public int UsedPeak { get; init; }

    public int WithinHeld { get; init; }

    /// <summary>Of the judged bins.</summary>
    public SloTally Slo { get; init; }
}
