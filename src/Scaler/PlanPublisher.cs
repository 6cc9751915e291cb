using System.Text.Json;

namespace SageServe.Scaler;

/// <summary>
/// Keeps the plan in force and writes it where gateways read it. Epoch and version are kept in a file and only grow: each start of a scaler that
/// plans, and each new leader, is a new epoch, and versions go on where the last one ended, so that no reader ever sees a plan go back.
/// Plans of others are accepted when they are greater. Thread-safe.
/// </summary>
internal sealed class PlanPublisher
{
    private readonly Lock _lock = new();
    private readonly RegionalOptions _regional;
    private readonly string _planFile;
    private readonly string _stateFile;
    private readonly ILogger _logger;
    private long _epoch;
    private long _version;
    private PlanDocument? _last;
    private PlanDocument? _accepted;

    public PlanPublisher(ScalerOptions options, ILogger<PlanPublisher> logger)
    {
        _regional = options.Regional;
        _planFile = options.PlanFile;
        _stateFile = options.StateFileOrDefault;
        _logger = logger;
        _last = Read(_planFile, bytes => JsonSerializer.Deserialize(bytes, SharedJson.Default.PlanDocument));
        var state = Read(_stateFile, bytes => JsonSerializer.Deserialize(bytes, ScalerJson.Default.PublisherState));
        _epoch = Math.Max(state?.Epoch ?? 0, _last?.Epoch ?? 0);
        _version = Math.Max(state?.Version ?? 0, _last?.Version ?? 0);

        // Who follows goes on by the last plan until there is another; who plans makes one at once.
        _accepted = _regional.Region is null ? null : _last;
        Lead();
    }

    /// <summary>The last plan, own or accepted, also that of an earlier run; null before the first.</summary>
    public PlanDocument? Last => Volatile.Read(ref _last);

    /// <summary>Its version, also that of an earlier run; 0 before the first.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Begins a new epoch: greater than all that were seen. To be called by a scaler that begins to plan.</summary>
    public void Lead()
    {
        lock (_lock)
        {
            var order = _regional.Region is null ? [""] : _regional.OrderOrDefault.ToArray();
            _epoch = PlanEpochs.Next(Math.Max(_epoch, _last?.Epoch ?? 0), Math.Max(0, Array.IndexOf(order, _regional.Region ?? "")), order.Length);
        }
    }

    /// <summary>The state goes first: a crash between the two writes leaves a number unused, never one used twice.</summary>
    public PlanDocument Publish(PlanDocument plan)
    {
        lock (_lock)
        {
            if (_last?.Epoch > _epoch)
            {
                // Another leader was heard of in between; whoever leads now speaks after it.
                Lead();
            }

            var stamped = plan with { Epoch = _epoch, Version = ++_version };
            Keep(stamped);
            _logger.PlanPublished(_epoch, _version, plan.Allocator, plan.Targets.Length);
            return stamped;
        }
    }

    /// <summary>Takes a plan of another leader if it is greater than the one in force; false otherwise.</summary>
    public bool Accept(PlanDocument plan)
    {
        lock (_lock)
        {
            if (_last is { } last && (plan.Epoch, plan.Version).CompareTo((last.Epoch, last.Version)) <= 0)
            {
                return false;
            }

            _version = Math.Max(_version, plan.Version);
            Keep(plan);
            _accepted = plan;
            _logger.PlanAccepted(plan.Epoch, plan.Version, plan.IssuedAt);
            return true;
        }
    }

    /// <summary>The newest accepted plan, once: the planner's next tick follows it.</summary>
    public PlanDocument? TakeAccepted()
    {
        lock (_lock)
        {
            var accepted = _accepted;
            _accepted = null;
            return accepted;
        }
    }

    private void Keep(PlanDocument plan)
    {
        try
        {
            AtomicFile.Write(_stateFile, JsonSerializer.SerializeToUtf8Bytes(new PublisherState(Math.Max(_epoch, plan.Epoch), _version), ScalerJson.Default.PublisherState));
            AtomicFile.Write(_planFile, JsonSerializer.SerializeToUtf8Bytes(plan, SharedJson.Default.PlanDocument));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.PlanNotPublished(e.Message);
        }

        Volatile.Write(ref _last, plan);
    }

    private static T? Read<T>(string path, Func<byte[], T?> parse)
        where T : class
    {
        try
        {
            return File.Exists(path) ? parse(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            // A half-written file of a foreign hand is no reason to stay down; the other file still has the numbers.
            return null;
        }
    }
}
