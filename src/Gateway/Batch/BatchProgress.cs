using System.Collections;

namespace SageServe.Gateway;

/// <summary>
/// Which lines of a batch are done or run here, and how many of each outcome. The journals are the truth and this is their index: of a line's
/// results the one in the first journal by name counts, in whatever order they are read, as it does at the end.
/// </summary>
internal sealed class BatchProgress(int lastLine, int total)
{
    private readonly Lock _gate = new();
    private readonly BitArray _completedLines = new(lastLine + 1);
    private readonly int[] _sources = new int[lastLine + 1];
    private readonly List<string> _journals = [];
    private readonly HashSet<int> _running = [];
    private int _completed;
    private int _failed;
    private bool _closed;

    public BatchCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return new BatchCounts(total, _completed, _failed);
            }
        }
    }

    /// <summary>Every line has a result.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
            {
                return _completed + _failed == total;
            }
        }
    }

    /// <summary>Lines without a result.</summary>
    public int Left
    {
        get
        {
            lock (_gate)
            {
                return total - _completed - _failed;
            }
        }
    }

    /// <summary>Nothing runs here.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _running.Count == 0;
            }
        }
    }

    public bool IsDone(int line)
    {
        lock (_gate)
        {
            return line < _sources.Length && _sources[line] > 0;
        }
    }

    public LineStart TryBegin(int line)
    {
        lock (_gate)
        {
            if (line >= _sources.Length || _sources[line] > 0)
            {
                return LineStart.Done;
            }

            if (_closed)
            {
                return LineStart.Closed;
            }

            return _running.Add(line) ? LineStart.Begun : LineStart.Running;
        }
    }

    public void End(int line)
    {
        lock (_gate)
        {
            _running.Remove(line);
        }
    }

    /// <summary>Counts a result that is durable.</summary>
    /// <returns>False when the line had one already.</returns>
    public bool MarkDone(string journal, int line, LineOutcome outcome)
    {
        lock (_gate)
        {
            if (line >= _sources.Length)
            {
                return false;
            }

            var before = _sources[line];
            if (before > 0 && string.CompareOrdinal(_journals[before - 1], journal) <= 0)
            {
                return false;
            }

            if (before > 0)
            {
                Count(_completedLines[line], -1);
            }

            _sources[line] = SourceOf(journal);
            _completedLines[line] = outcome == LineOutcome.Completed;
            Count(_completedLines[line], 1);
            return before == 0;
        }
    }

    /// <summary>From now on no line begins here.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    private void Count(bool completed, int change) => _ = completed ? _completed += change : _failed += change;

    // 1 based, as 0 is a line without a result.
    private int SourceOf(string journal)
    {
        var at = _journals.LastIndexOf(journal);
        if (at < 0)
        {
            at = _journals.Count;
            _journals.Add(journal);
        }

        return at + 1;
    }
}
