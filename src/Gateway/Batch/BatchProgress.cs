using System.Collections;

namespace SageServe.Gateway;

/// <summary>Which lines of a batch are done or running, and how many of each outcome. The journal is the truth; this is its index.</summary>
internal sealed class BatchProgress(int lastLine, int total)
{
    private readonly Lock _gate = new();
    private readonly BitArray _done = new(lastLine + 1);
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

    public bool IsComplete
    {
        get
        {
            lock (_gate)
            {
                return _completed + _failed == total && _running.Count == 0;
            }
        }
    }

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
            return line < _done.Length && _done[line];
        }
    }

    public LineStart TryBegin(int line)
    {
        lock (_gate)
        {
            if (line >= _done.Length || _done[line])
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

    /// <summary>Counts a line whose result is on disk.</summary>
    public void MarkDone(int line, LineOutcome outcome)
    {
        lock (_gate)
        {
            Invariant.Holds(line < _done.Length && !_done[line], "a line gets one result");
            _done[line] = true;
            _ = outcome == LineOutcome.Completed ? _completed++ : _failed++;
        }
    }

    /// <summary>From now on no line begins.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }
}
