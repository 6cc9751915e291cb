namespace SageServe.ClusterKit;

/// <summary>What is to go wrong.</summary>
public sealed class ServerFaults
{
    private readonly Lock _gate = new();
    private readonly List<ServerFault> _faults = [];

    /// <summary>Answered instead of anything else while set.</summary>
    public int? FailAllWith { get; set; }

    /// <summary>Requests of it wait, unanswered, until it is taken away or they give up.</summary>
    public bool HangsAll { get; set; }

    public void Add(ServerFault fault)
    {
        lock (_gate)
        {
            _faults.Add(fault);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }

        (FailAllWith, HangsAll) = (null, false);
    }

    /// <summary>The fault that meets this request, if any; one of its times is used up.</summary>
    internal ServerFault? Take(string method, string path)
    {
        if (FailAllWith is { } status)
        {
            return new ServerFault { Status = status };
        }

        if (HangsAll)
        {
            return new ServerFault { Hangs = true };
        }

        lock (_gate)
        {
            var found = _faults.Find(f => f.Meets(method, path));
            if (found is not null && --found.Times <= 0)
            {
                _faults.Remove(found);
            }

            return found;
        }
    }
}
