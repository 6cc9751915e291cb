namespace SageServe.YarpYardstick;

/// <summary>The same rule for both ways of forwarding.</summary>
internal static class Retryable
{
    public const int MaxAttempts = 3;

    public static bool Is(int status) => status is 429 or 500 or 502 or 503 or 504;
}
