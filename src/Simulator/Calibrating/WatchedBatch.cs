using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>A batch that is not done, as a gateway would know it.</summary>
internal sealed class WatchedBatch(CalibrationBatch told, TenantId tenant)
{
    private readonly HashSet<long> _running = [];
    private long _left;
    private long _idlePrompt;

    public CalibrationBatch Told { get; private set; } = told;

    public void Add(int promptTokens)
    {
        Told = Told with { Lines = Told.Lines + 1 };
        _left++;
        _idlePrompt += promptTokens;
    }

    public void Begin(SimTrack track)
    {
        if (_running.Add(track.Number))
        {
            _idlePrompt -= track.Arrival.PromptTokens;
        }
    }

    public void GiveBack(SimTrack track)
    {
        if (_running.Remove(track.Number))
        {
            _idlePrompt += track.Arrival.PromptTokens;
        }
    }

    /// <returns>True when it was the last line.</returns>
    public bool End(SimTrack track, Instant now)
    {
        Begin(track);
        _running.Remove(track.Number);
        return --_left == 0;
    }

    public BacklogGroup Read(ThroughputProfile profile)
    {
        var idle = _left - _running.Count;
        var prompt = _idlePrompt / Math.Max(1, idle);
        return new BacklogGroup(
            Told.Id, tenant, Told.Submitted + Told.Window, _left, idle,
            profile.WorkSeconds(_idlePrompt, idle * CalibrationLoad.ExpectedOutput),
            profile.UnloadedPrefillSeconds((int)prompt) + CalibrationLoad.ExpectedOutput * profile.DecodeStepSeconds(profile.ReferenceSequences))
        {
            Since = Told.Submitted,
        };
    }

    public void Tell(FinishEstimate finish, Instant now) =>
        Told = Told.First is null ? Told with { First = finish }
            : Told.Halfway is null && 2 * _left <= Told.Lines ? Told with { Halfway = finish, HalfwayAt = now }
            : Told;
}
