using System.Text;

namespace SageServe.Hosting.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public async Task A_reader_never_sees_a_part()
    {
        using var folder = new TemporaryFolder();
        var path = folder["plan.json"];
        var small = Encoding.UTF8.GetBytes(new string('a', 10));
        var large = Encoding.UTF8.GetBytes(new string('b', 300_000));
        AtomicFile.Write(path, small);

        using var done = new CancellationTokenSource();
        var reads = 0;
        var reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.Contains(File.ReadAllBytes(path).Length, new[] { small.Length, large.Length });
                Interlocked.Increment(ref reads);
            }
        });
        for (var i = 0; i < 60 || Volatile.Read(ref reads) < 60; i++)
        {
            AtomicFile.Write(path, i % 2 == 0 ? large : small);
        }

        await done.CancelAsync();
        await reader;
    }
}
