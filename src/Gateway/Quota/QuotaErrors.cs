using System.Globalization;

namespace SageServe.Gateway;

/// <summary>Refusals for a key's own limit, worded so that nobody takes them for a lack of capacity.</summary>
internal static class QuotaErrors
{
    /// <summary>A slice of the shared limit is under way: a moment is enough.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    /// <param name="verdict">What is lacking.</param>
    /// <param name="isTenants">It is the limit that all keys of the tenant share.</param>
    public static ApiError Of(in QuotaVerdict verdict, bool isTenants = false)
    {
        var whose = isTenants ? "tenant" : "key";
        var wait = verdict.Wait is { } given && given > ShortestWait ? given : ShortestWait;
        var error = verdict.Refused switch
        {
            QuotaKind.Money => New("insufficient_quota", "insufficient_quota", Text(
                $"The {whose}'s budget of {verdict.Limit / 1e6:0.######} USD a day is used up; this request may cost up to {verdict.Asked / 1e6:0.######} USD. It is renewed at midnight UTC.")),
            QuotaKind.Concurrent => New("requests", "rate_limit_exceeded", Text($"The {whose}'s {verdict.Limit} concurrent requests are all running.")),
            _ when verdict.Wait is null => New(Type(verdict.Refused), "rate_limit_exceeded", Text(
                $"The request needs about {verdict.Asked} {Type(verdict.Refused)}, more than the {whose}'s limit of {verdict.Limit} a minute: it can never be served. Make it smaller.")),
            var kind => New(Type(kind), "rate_limit_exceeded", Text(
                $"The {whose}'s limit of {verdict.Limit} {Type(kind)} a minute is used up: this request needs {verdict.Asked}. There is room in {GoDuration.Text(wait)}.")),
        };
        var ours = isTenants ? "It is shared by your tenant's keys, and no lack of capacity." : "This is your key's own limit, not a lack of capacity.";
        return error with { Message = error.Message + " " + ours, RetryAfter = wait, ShouldRetry = verdict is { Refused: not QuotaKind.Money, Wait: not null } };
    }

    private static string Type(QuotaKind kind) => kind == QuotaKind.Tokens ? "tokens" : "requests";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static ApiError New(string type, string code, string message) => new(StatusCodes.Status429TooManyRequests, type, code, message);
}
