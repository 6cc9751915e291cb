namespace SageServe.Parity.Tests;

public sealed class DoorOrderTests
{
    [Fact]
    public void The_simulator_drives_the_doors_in_the_order_of_the_live_shells() => Seeds.Check(2, (seed, _) =>
        DoorOrder.Check(RecordedRun.Record(seed).Lines.Select(RecordedRun.Parse)));

    [Fact]
    public void A_lost_record_is_noticed()
    {
        var lines = RecordedRun.Record(1).Lines;
        lines.RemoveAt(lines.Count / 2);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => DoorOrder.Check(lines.Select(RecordedRun.Parse)));
    }
}
