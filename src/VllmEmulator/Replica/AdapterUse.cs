using System.Collections.Immutable;

namespace SageServe.VllmEmulator;

/// <summary>Which of the replica's LoRA adapters calls are using now. All of them fit at once, and loading takes no time.</summary>
internal sealed class AdapterUse(ImmutableArray<string> adapters, TimeProvider time)
{
    private readonly int[] _calls = new int[adapters.Length];
    private DateTimeOffset _changed = time.GetUtcNow();

    public int Slots => adapters.Length;

    /// <summary>When a call last began or ended, in Unix seconds.</summary>
    public double ChangedAt
    {
        get
        {
            lock (_calls)
            {
                return _changed.ToUnixTimeMilliseconds() / 1000.0;
            }
        }
    }

    /// <summary>Their names with commas between, as vLLM tells them.</summary>
    public string Running
    {
        get
        {
            lock (_calls)
            {
                return string.Join(',', adapters.Where((_, i) => _calls[i] > 0));
            }
        }
    }

    /// <summary>A call for this name begins; disposing ends it. Names that are no adapter are not counted.</summary>
    public Scope Begin(string model) => new(this, adapters.IndexOf(model));

    private void Count(int adapter, int calls)
    {
        if (adapter >= 0)
        {
            lock (_calls)
            {
                _calls[adapter] += calls;
                _changed = time.GetUtcNow();
            }
        }
    }

    internal readonly struct Scope : IDisposable
    {
        private readonly AdapterUse _use;
        private readonly int _adapter;

        public Scope(AdapterUse use, int adapter)
        {
            (_use, _adapter) = (use, adapter);
            use.Count(adapter, 1);
        }

        public void Dispose() => _use.Count(_adapter, -1);
    }
}
