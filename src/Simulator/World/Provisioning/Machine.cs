namespace SageServe.Simulator;

/// <summary>The GPUs of one replica and what they remember. It is in use, or what became of it since its replica went.</summary>
internal sealed class Machine(PoolId pool)
{
    private readonly List<ModelId> _weights = [];

    /// <summary>The pool that uses it or used it last.</summary>
    public PoolId Pool { get; private set; } = pool;

    /// <summary>Null while it is in use.</summary>
    public StoppedMachine? Idle { get; private set; }

    /// <summary>Since when it is out of use, envelope time.</summary>
    public Instant Since { get; private set; }

    /// <summary>When it goes back to the cloud, or a released one loses what is on its disk.</summary>
    public Instant Until { get; private set; } = Instant.Max;

    public bool Has(ModelId model) => _weights.Contains(model);

    /// <param name="pool">Takes it.</param>
    /// <param name="room">Models whose weights fit on its disk.</param>
    public void Use(PoolId pool, int room)
    {
        Pool = pool;
        Idle = null;
        Until = Instant.Max;
        _weights.Remove(pool.Model);
        _weights.Add(pool.Model);
        while (_weights.Count > Math.Max(1, room))
        {
            _weights.RemoveAt(0);
        }
    }

    public void Leave(StoppedMachine into, Instant now, Instant until)
    {
        Idle = into;
        Since = now;
        Until = until;
    }
}
