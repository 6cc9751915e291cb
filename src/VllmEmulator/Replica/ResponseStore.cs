namespace SageServe.VllmEmulator;

/// <summary>Answers of <c>/v1/responses</c>, in the replica's memory as vLLM keeps them; the oldest go beyond a limit that vLLM does not have.</summary>
internal sealed class ResponseStore
{
    private const int Most = 10_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public byte[]? Find(string id)
    {
        lock (_gate)
        {
            return _answers.GetValueOrDefault(id);
        }
    }

    public void Put(string id, byte[] answer)
    {
        lock (_gate)
        {
            if (_answers.TryAdd(id, answer))
            {
                _order.Enqueue(id);
            }
            else
            {
                _answers[id] = answer;
            }

            while (_order.Count > Most)
            {
                _answers.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Begins work whose client does not wait; cancelled by <see cref="Cancel"/>.</summary>
    public CancellationToken BeginBackground(string id, byte[] queued)
    {
        var cancel = new CancellationTokenSource();
        lock (_gate)
        {
            _running[id] = cancel;
        }

        Put(id, queued);
        return cancel.Token;
    }

    public void EndBackground(string id, byte[] answer)
    {
        lock (_gate)
        {
            if (_running.Remove(id, out var cancel))
            {
                cancel.Dispose();
            }
        }

        Put(id, answer);
    }

    /// <summary>False: nothing of this id runs in the background.</summary>
    public bool Cancel(string id)
    {
        lock (_gate)
        {
            if (!_running.TryGetValue(id, out var cancel))
            {
                return false;
            }

            _ = cancel.CancelAsync();
            return true;
        }
    }
}
