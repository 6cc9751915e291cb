using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>
/// The place of one remembered request. Used again and again, so that remembering allocates nothing: each use has a turn, and who comes with an
/// older turn has been forgotten. Copies what it needs, because a request keeps more alive than may be kept (its session, its prefix hashes).
/// </summary>
internal sealed class StorySlot
{
    /// <summary>More steps than retries and regions allow; beyond it the last one is replaced.</summary>
    private const int MostSteps = 32;
    private const int UsualSteps = 4;

    private readonly Lock _gate = new();
    private StoryStep[] _steps = new StoryStep[UsualSteps];
    private int _count;
    private int _omitted;
    private long _turn;
    private StoryFacts _facts;
    private StoryFigures? _end;

    public void Begin(long turn, Exchange exchange)
    {
        lock (_gate)
        {
            if (turn < _turn)
            {
                return;
            }

            (_turn, _count, _omitted, _end) = (turn, 0, 0, null);
            _facts = StoryFacts.Of(exchange);
        }
    }

    public void Add(long turn, in StoryStep step)
    {
        lock (_gate)
        {
            if (turn != _turn)
            {
                return;
            }

            if (_count == MostSteps)
            {
                _omitted++;
                _count--;
            }
            else if (_count == _steps.Length)
            {
                Array.Resize(ref _steps, _count * 2);
            }

            _steps[_count++] = step;
        }
    }

    public void End(long turn, in StoryFigures end)
    {
        lock (_gate)
        {
            _end = turn == _turn ? end : _end;
        }
    }

    /// <summary>The story of this turn; null when another request has the place.</summary>
    public RequestStory? Read(long turn, RegionId region)
    {
        lock (_gate)
        {
            return turn != _turn ? null : _facts.ToStory(region) with
            {
                Steps = [.. _steps.AsSpan(0, _count)],
                OmittedSteps = _omitted,
                End = _end?.ToEnd(_facts.Arrived),
            };
        }
    }

    /// <summary>True when the request of this turn has this id, ours or its client's.</summary>
    public bool Has(long turn, string id)
    {
        lock (_gate)
        {
            return turn == _turn && (_facts.Id.Value == id || _facts.PublicId == id);
        }
    }
}
