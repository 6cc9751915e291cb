using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Scaler;

/// <summary>
/// Writes the plan where gateways read it. Epoch and version are kept in a file and only grow: each start of the scaler is a new epoch,
/// and versions go on where the last one ended, so that no reader ever sees a plan go back.
/// </summary>
internal sealed class PlanPublisher
{
    private readonly string _planFile;
    private readonly string _stateFile;
    private readonly ILogger _logger;
    private readonly long _epoch;
    private long _version;
    private PlanDocument? _last;

    public PlanPublisher(ScalerOptions options, ILogger<PlanPublisher> logger)
    {
        _planFile = options.PlanFile;
        _stateFile = options.StateFileOrDefault;
        _logger = logger;
        _last = Read(_planFile, bytes => JsonSerializer.Deserialize(bytes, SharedJson.Default.PlanDocument));
        var state = Read(_stateFile, bytes => JsonSerializer.Deserialize(bytes, ScalerJson.Default.PublisherState));
        _epoch = Math.Max(state?.Epoch ?? 0, _last?.Epoch ?? 0) + 1;
        _version = Math.Max(state?.Version ?? 0, _last?.Version ?? 0);
    }

    /// <summary>The last published plan, also that of an earlier run; null before the first.</summary>
    public PlanDocument? Last => Volatile.Read(ref _last);

    /// <summary>Its version, also that of an earlier run; 0 before the first.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>The state goes first: a crash between the two writes leaves a number unused, never one used twice.</summary>
    public PlanDocument Publish(PlanDocument plan)
    {
        var stamped = plan with { Epoch = _epoch, Version = ++_version };
        try
        {
            AtomicFile.Write(_stateFile, JsonSerializer.SerializeToUtf8Bytes(new PublisherState(_epoch, _version), ScalerJson.Default.PublisherState));
            AtomicFile.Write(_planFile, JsonSerializer.SerializeToUtf8Bytes(stamped, SharedJson.Default.PlanDocument));
            _logger.PlanPublished(_epoch, _version, plan.Allocator, plan.Targets.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.PlanNotPublished(e.Message);
        }

        Volatile.Write(ref _last, stamped);
        return stamped;
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
