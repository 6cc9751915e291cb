using System.Globalization;

namespace SageServe.Gateway;

/// <summary>Reads <c>limit</c> and <c>after</c> and cuts the page.</summary>
internal static class Paging
{
    /// <exception cref="ApiRefusal">A bad limit, or an unknown <c>after</c>.</exception>
    public static PageDocument<T> Cut<T>(IReadOnlyList<T> all, Func<T, string> idOf, IQueryCollection query, int defaultLimit, int maxLimit)
    {
        var limit = LimitOf(query, defaultLimit, maxLimit);
        var start = 0;
        if (query["after"].ToString() is { Length: > 0 } after)
        {
            while (start < all.Count && idOf(all[start]) != after)
            {
                start++;
            }

            start = start < all.Count
                ? start + 1
                : throw new ApiRefusal(ApiErrors.Invalid("invalid_cursor", $"'after' names '{after}', which is not in the list.", "after"));
        }

        var page = all.Skip(start).Take(limit).ToList();
        return new PageDocument<T>(
            page, page.Count > 0 ? idOf(page[0]) : null, page.Count > 0 ? idOf(page[^1]) : null, start + page.Count < all.Count);
    }

    private static int LimitOf(IQueryCollection query, int defaultLimit, int maxLimit)
    {
        if (query["limit"].ToString() is not { Length: > 0 } text)
        {
            return defaultLimit;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= maxLimit
            ? limit
            : throw new ApiRefusal(ApiErrors.Invalid("invalid_limit", $"'limit' must be a number from 1 to {maxLimit}.", "limit"));
    }
}
