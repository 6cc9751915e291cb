namespace SageServe.Gateway;

/// <summary>
/// Says whether a tenant's next priority request is still within its ramp: the tokens of this minute may reach the floor, or the
/// busiest minute between two windows ago and one window ago plus the allowed growth, whichever is more. Only what was allowed counts.
/// </summary>
internal sealed class PriorityRamp(Func<PriorityRampOptions> current)
{
    /// <summary>Tenants and models that are followed; beyond, the one that was quiet longest is forgotten.</summary>
    public const int MaxFollowed = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(TenantId Tenant, ModelId Model), RampMinutes> _followed = [];

    /// <summary>True counts the tokens; false leaves everything as it was, and the request is served as <c>default</c>.</summary>
    public bool TryTake(TenantId tenant, ModelId model, int tokens, Instant now)
    {
        var options = current();
        if (!options.Enabled)
        {
            return true;
        }

        lock (_gate)
        {
            var window = Math.Max(1, (int)options.Window.TotalMinutes);
            var minutes = Of((tenant, model), 2 * window);
            minutes.MoveTo(now.Ticks / TimeSpan.TicksPerMinute);
            var allowed = Math.Max(options.FloorTokensPerMinute, minutes.BusiestBefore(window) * (1 + options.Growth));
            if (minutes.Current + (long)tokens > allowed)
            {
                return false;
            }

            minutes.Add(tokens);
            return true;
        }
    }

    private RampMinutes Of((TenantId Tenant, ModelId Model) key, int length)
    {
        if (_followed.TryGetValue(key, out var minutes))
        {
            return minutes.Length == length ? minutes : _followed[key] = minutes.Resized(length);
        }

        if (_followed.Count >= MaxFollowed)
        {
            _followed.Remove(_followed.MinBy(f => f.Value.Minute).Key);
        }

        return _followed[key] = new RampMinutes(length);
    }
}
