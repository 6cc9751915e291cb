namespace SageServe.Shared.Tests;

public sealed class RingBufferTests
{
    [Fact]
    public void It_holds_the_last_items_oldest_first() => Seeds.Check(50, (_, random) =>
    {
        var buffer = new RingBuffer<int>(1 + random.NextInt(20));
        var all = new List<int>();
        for (var i = 0; i < 60; i++)
        {
            all.Add(i);
            buffer.Add(i);
            Assert.Equal(all.TakeLast(buffer.Capacity), Enumerable.Range(0, buffer.Count).Select(k => buffer[k]));
        }
    });

    [Fact]
    public void Places_outside_are_refused()
    {
        var buffer = new RingBuffer<int>(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer[0]);
        buffer.Add(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RingBuffer<int>(0));
    }
}
