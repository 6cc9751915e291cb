namespace SageServe.Shared.Tests;

public sealed class EventHeapTests
{
    [Fact]
    public void Items_leave_by_time_then_kind_then_arrival() => Seeds.Check(100, (_, random) =>
    {
        var heap = new EventHeap<int>();
        var pushed = new List<(Instant At, int Kind, int Item)>();
        var popped = new List<(Instant, int)>();
        var expected = new List<(Instant, int)>();
        for (var i = 0; i < 200; i++)
        {
            if (heap.Count > 0 && random.NextInt(3) == 0)
            {
                var next = pushed.OrderBy(p => p.At).ThenBy(p => p.Kind).ThenBy(p => p.Item).First();
                pushed.Remove(next);
                expected.Add((next.At, next.Item));
                Assert.Equal(next.At, heap.NextAt);
                popped.Add(heap.Pop());
            }

            var entry = (new Instant(random.NextInt(10)), random.NextInt(3), i);
            pushed.Add(entry);
            heap.Push(entry.Item1, entry.Item2, i);
        }

        Assert.Equal(pushed.Count, heap.Count);
        expected.AddRange(pushed.OrderBy(p => p.At).ThenBy(p => p.Kind).ThenBy(p => p.Item).Select(p => (p.At, p.Item)));
        while (heap.Count > 0)
        {
            popped.Add(heap.Pop());
        }

        Assert.Equal(expected, popped);
    });

    [Fact]
    public void An_empty_heap_has_nothing_next()
    {
        var heap = new EventHeap<string>();
        Assert.Equal(Instant.Max, heap.NextAt);
        Assert.Throws<InvalidOperationException>(() => heap.Pop());
    }
}
