namespace SageServe.Routing;

/// <summary>The ledgers of all replicas that exist or still have requests of ours.</summary>
internal sealed class LedgerBook(ModelFlowOptions options)
{
    private readonly Dictionary<InstanceId, InstanceLedger> _ledgers = [];
    private readonly List<InstanceId> _gone = [];

    public int Count => _ledgers.Count;

    /// <summary>Also for the ledgers that are there; their windows keep the length they were made with.</summary>
    public void Change(ModelFlowOptions changed)
    {
        options = changed;
        foreach (var ledger in _ledgers.Values)
        {
            ledger.Record.Change(changed);
        }
    }

    public InstanceLedger Of(InstanceId id)
    {
        if (!_ledgers.TryGetValue(id, out var ledger))
        {
            ledger = new InstanceLedger(id, options);
            _ledgers.Add(id, ledger);
        }

        return ledger;
    }

    /// <summary>Null for a replica that is not known and has nothing of ours.</summary>
    public InstanceLedger? Find(InstanceId id) => _ledgers.GetValueOrDefault(id);

    /// <summary>Takes in what the other gateways have at the replicas; nothing at those that they don't name. Null: they say nothing any more.</summary>
    public void Hear(IReadOnlyList<SiblingWork>? told, Instant now)
    {
        foreach (var ledger in _ledgers.Values)
        {
            ledger.SiblingPromptTokens = told is null ? null : 0;
            ledger.SiblingsToldAt = now;
        }

        for (var i = 0; i < (told?.Count ?? 0); i++)
        {
            if (_ledgers.TryGetValue(told![i].Instance, out var ledger))
            {
                ledger.SiblingPromptTokens = Math.Max(0, told[i].PromptTokens);
            }
        }
    }

    /// <summary>Drops ledgers of replicas that left the fleet and have nothing of ours.</summary>
    public void Prune(DeploymentSnapshot? deployment)
    {
        foreach (var (id, ledger) in _ledgers)
        {
            if (Contains(deployment, id))
            {
                continue;
            }

            ledger.ForgetWarmth();
            if (ledger.Requests == 0)
            {
                _gone.Add(id);
            }
        }

        foreach (var id in _gone)
        {
            _ledgers.Remove(id);
        }

        _gone.Clear();
    }

    private static bool Contains(DeploymentSnapshot? deployment, InstanceId id)
    {
        foreach (var instance in deployment?.Instances ?? [])
        {
            if (instance.Id == id)
            {
                return true;
            }
        }

        return false;
    }
}
