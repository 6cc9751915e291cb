using System.Globalization;

namespace SageServe.Gateway;

/// <summary>Which remembered requests are wanted: <c>?model=&amp;tier=&amp;tenant=&amp;outcome=&amp;running=true&amp;slower_than=2.5&amp;limit=50</c>.</summary>
internal sealed class StoryQuery
{
    private const int UsualLimit = 50;
    private const int MostAtOnce = 1000;

    public int Limit { get; private init; } = UsualLimit;

    private string? Model { get; init; }

    private string? Tenant { get; init; }

    private ServiceTier? Tier { get; init; }

    private RequestOutcome? Outcome { get; init; }

    private bool Running { get; init; }

    /// <summary>Whole duration, or that so far; in seconds.</summary>
    private double SlowerThan { get; init; } = double.NegativeInfinity;

    public static (StoryQuery? Query, ApiError? Error) Read(IQueryCollection query)
    {
        (string? tier, string? outcome, string? slower, string? limit) = (query["tier"], query["outcome"], query["slower_than"], query["limit"]);
        ServiceTier? tierValue = null;
        if (!string.IsNullOrEmpty(tier))
        {
            if (!ServiceTiers.TryParse(tier, out var parsed))
            {
                return Wrong("tier", $"one of {string.Join(", ", ServiceTiers.All.Select(t => t.WireName()))}");
            }

            tierValue = parsed;
        }

        var outcomeValue = default(RequestOutcome);
        if (!string.IsNullOrEmpty(outcome) && !(Enum.TryParse(outcome, ignoreCase: true, out outcomeValue) && Enum.IsDefined(outcomeValue)))
        {
            return Wrong("outcome", $"one of {string.Join(", ", Enum.GetNames<RequestOutcome>())}");
        }

        var seconds = double.NegativeInfinity;
        if (!string.IsNullOrEmpty(slower) && !(double.TryParse(slower, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && seconds >= 0))
        {
            return Wrong("slower_than", "a number of seconds");
        }

        var most = UsualLimit;
        if (!string.IsNullOrEmpty(limit) && !(int.TryParse(limit, CultureInfo.InvariantCulture, out most) && most is > 0 and <= MostAtOnce))
        {
            return Wrong("limit", $"a number from 1 to {MostAtOnce}");
        }

        return (new StoryQuery
        {
            Model = query["model"],
            Tenant = query["tenant"],
            Tier = tierValue,
            Outcome = string.IsNullOrEmpty(outcome) ? null : outcomeValue,
            Running = query["running"] == "true",
            SlowerThan = seconds,
            Limit = most,
        }, null);
    }

    public bool Wants(RequestStory story, Instant now) =>
        (string.IsNullOrEmpty(Model) || story.Model.Value == Model)
        && (string.IsNullOrEmpty(Tenant) || story.Tenant.Value == Tenant)
        && (Tier is null || story.Tier == Tier)
        && (Outcome is null || story.End?.Outcome == Outcome)
        && (!Running || !story.IsOver)
        && (story.End?.TotalSeconds ?? (now - story.Arrived).TotalSeconds) > SlowerThan;

    private static (StoryQuery? Query, ApiError? Error) Wrong(string param, string expected) => (null, ApiErrors.InvalidType(param, expected));
}
