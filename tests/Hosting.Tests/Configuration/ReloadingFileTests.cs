using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Hosting.Tests;

public sealed class ReloadingFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public void The_first_load_must_succeed()
    {
        var missing = Assert.Throws<InvalidOperationException>(() => Open("none.txt"));
        Assert.Contains("none.txt", missing.Message);
        _folder.Write("bad.txt", "x");
        var bad = Assert.Throws<InvalidOperationException>(() => Open("bad.txt"));
        Assert.Contains("bad.txt' cannot be loaded", bad.Message);
    }

    [Fact]
    public void A_change_is_seen_at_the_next_beat()
    {
        _folder.Write("f.txt", "1");
        using var file = Open("f.txt");
        var seen = new List<int>();
        file.Changed += seen.Add;
        Assert.Equal(1, file.Current);
        _folder.Write("f.txt", "2");
        Assert.Equal(1, file.Current);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(2, file.Current);
        Assert.Equal([2], seen);
    }

    [Fact]
    public void A_file_replaced_by_a_rename_is_seen_even_with_the_same_length_and_stamp()
    {
        var path = _folder.Write("f.txt", "1");
        var stamp = File.GetLastWriteTimeUtc(path);
        using var file = Open("f.txt");
        File.SetLastWriteTimeUtc(_folder.Write("new.txt", "7"), stamp);
        File.Move(_folder["new.txt"], path, overwrite: true);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(7, file.Current);
    }

    [Fact]
    public void A_folder_that_is_swapped_behind_a_link_is_seen_as_Kubernetes_does_it()
    {
        var volume = new ConfigVolume(_folder.Root);
        volume.Put(("f.txt", "1"));
        using var file = Open("f.txt");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, file.Current);

        // Neither length nor name nor the link's own time tells.
        volume.Put(("f.txt", "2"));
        File.SetLastWriteTimeUtc(_folder["..data/f.txt"], DateTime.UtcNow.AddHours(-1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, file.Current);
        volume.Put(("f.txt", "3"));
        File.SetLastWriteTimeUtc(_folder["..data/f.txt"], DateTime.UtcNow.AddHours(-2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, file.Current);
    }

    [Fact]
    public void A_bad_reload_keeps_the_old_content_and_a_later_good_one_is_taken()
    {
        _folder.Write("f.txt", "1");
        using var file = Open("f.txt");
        _folder.Write("f.txt", "nonsense");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, file.Current);
        _folder.Write("f.txt", "3");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, file.Current);
    }

    [Fact]
    public void Content_that_lacked_something_is_taken_when_that_has_come()
    {
        _folder.Write("f.txt", "1");
        var known = new HashSet<string> { "1" };
        var tried = 0;
        using var file = new ReloadingFile<string>(_folder["f.txt"], bytes => Known(Encoding.UTF8.GetString(bytes)), _time, NullLogger.Instance);
        _folder.Write("f.txt", "2");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("1", file.Current);
        known.Add("2");
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("2", file.Current);
        var after = tried;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(after, tried);

        string Known(string text)
        {
            tried++;
            return known.Contains(text) ? text : throw new FormatException($"{text} is not known.");
        }
    }

    [Fact]
    public void A_file_that_vanishes_changes_nothing()
    {
        var path = _folder.Write("f.txt", "1");
        using var file = Open("f.txt");
        File.Delete(path);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, file.Current);
    }

    [Fact]
    public void An_unchanged_file_raises_nothing()
    {
        _folder.Write("f.txt", "1");
        using var file = Open("f.txt");
        var raised = 0;
        file.Changed += _ => raised++;
        File.SetLastWriteTimeUtc(_folder["f.txt"], DateTime.UtcNow.AddMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, raised);
    }

    [Fact]
    public void An_optional_file_may_come_later()
    {
        using var file = new ReloadingFile<string?>(_folder["later.txt"], Encoding.UTF8.GetString, _time, NullLogger.Instance, optional: true);
        Assert.Null(file.Current);
        _folder.Write("later.txt", "here");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("here", file.Current);
    }

    [Fact]
    public void After_Dispose_nothing_is_polled()
    {
        _folder.Write("f.txt", "1");
        var file = Open("f.txt");
        Assert.Equal(1, _time.ActiveTimers);
        file.Dispose();
        Assert.Equal(0, _time.ActiveTimers);
    }

    public void Dispose() => _folder.Dispose();

    private ReloadingFile<int> Open(string name) =>
        new(_folder[name], bytes => int.Parse(Encoding.UTF8.GetString(bytes)), _time, NullLogger.Instance);
}
