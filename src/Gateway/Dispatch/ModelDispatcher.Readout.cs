using SageServe.Routing;

namespace SageServe.Gateway;

/// <content>What metrics, summaries and the console read of the flow.</content>
internal sealed partial class ModelDispatcher
{
    public FlowReadout Read()
    {
        lock (_gate)
        {
            return _flow.Read(_clock.Now);
        }
    }

    /// <summary>What the flow has at a replica and may still send there.</summary>
    public HeldReplica ReadHeld(InstanceId replica)
    {
        lock (_gate)
        {
            return _flow.ReadHeld(replica);
        }
    }

    /// <summary>Which replicas and regions are left out, and how.</summary>
    public FlowHealth ReadHealth()
    {
        lock (_gate)
        {
            return _flow.ReadHealth(_clock.Now);
        }
    }

    /// <summary>Whether the retry budget has something left.</summary>
    public bool ReadMayRetry()
    {
        lock (_gate)
        {
            return _flow.ReadMayRetry(_clock.Now);
        }
    }

    /// <summary>By how many gateways its flow divides replicas' bounds and keeps to it; 0 without a share.</summary>
    public int ReadKeptGateways()
    {
        lock (_gate)
        {
            return _flow.ReadKeptGateways();
        }
    }

    /// <summary>Pressure of the replicas that may serve a tier.</summary>
    public Pressure ReadPressure(ServiceTier tier)
    {
        lock (_gate)
        {
            return _flow.ReadPressure(tier);
        }
    }

    /// <summary>What the replicas have for patient work, and how interactive streams have fared in the last seconds.</summary>
    public (PatientRoom Room, InteractiveSignal? Interactive) ReadForPatients()
    {
        lock (_gate)
        {
            return (_flow.ReadPatientRoom(_clock.Now), _flow.ReadInteractive(_clock.Now));
        }
    }
}
