using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Compares what a client got with what the upstream sent.</summary>
internal static class FuzzJudge
{
    private static readonly byte[] ErrorEvent = "data: {\"error\":{\"message\":"u8.ToArray();

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Problem(FuzzFlight flight, byte[] got)
    {
        var answer = RawAnswer.Of(got);
        if (Contains(answer.Body, "\"internal_error\""u8))
        {
            return "the gateway failed inside";
        }

        return flight.Case.Valid ? OfValid(flight, answer) : OfInvalid(flight, answer);
    }

    /// <summary>
    /// Whether an answer is a part of a whole one, on a connection that the next answer's break ended. A break is told by cutting the connection,
    /// and who sends without waiting for answers may lose what was on its way (RFC 9112, section 9.3.2).
    /// </summary>
    /// <param name="outcome">What came.</param>
    /// <param name="sentAfter">What the client sent next without waiting; null where it sent nothing.</param>
    public static bool IsCutByNext(FuzzOutcome outcome, FuzzFlight? sentAfter)
    {
        var answer = RawAnswer.Of(outcome.Got);
        return !answer.Complete
            && sentAfter?.Played.LastOrDefault() is { Complete: false, Status: > 0 }
            && outcome.Flight.Played.LastOrDefault() is { Complete: true } whole
            && whole.Body.AsSpan().StartsWith(answer.Body);
    }

    // A request that is wrong, or that a flipped byte has left right: any answer in shape will do.
    private static string? OfInvalid(FuzzFlight flight, RawAnswer answer) =>
        answer.Status is 0 or < 400 || answer.Body.Length == 0 || IsError(answer) || flight.Played.Any(s => s.Body.AsSpan().StartsWith(answer.Body)) ? null : $"a refusal ({answer.Status}) is not in OpenAI's shape: {Text(answer.Body)}";

    private static string? OfValid(FuzzFlight flight, RawAnswer answer)
    {
        var played = flight.Played.ToList();
        if (played.Any(s => s is { Complete: true, IsRefusal: false } && IsCopy(s, answer)))
        {
            return null;
        }

        // An engine's refusal in other words than OpenAI's is put into them: the one documented edit of these requests.
        if (answer.Complete && IsError(answer) && played.Any(s => s is { Complete: true, Status: >= 400 } && s.Status == answer.Status))
        {
            return null;
        }

        if (answer.Complete && answer.Status >= 429 && IsError(answer))
        {
            return played.Count > 0 && played[^1] is { Complete: true, IsRefusal: false } ? $"an error ({answer.Status}) instead of a whole answer: {Text(answer.Body)}" : null;
        }

        return played.Count > 0 && played[^1] is { Complete: false, Status: > 0 } broken ? OfBroken(broken, answer) : $"the answer ({answer.Status}, {answer.Body.Length} bytes, {(answer.Complete ? "whole" : "cut")}) is none of those sent: {Text(answer.Body)}";
    }

    // After the first byte the client has a part of the answer, and then an error event or a cut connection.
    private static string? OfBroken(UpstreamScript broken, RawAnswer answer)
    {
        var body = answer.Body.AsSpan();
        var error = body.LastIndexOf(ErrorEvent);
        if (error >= 0 && !broken.Body.AsSpan().StartsWith(body))
        {
            if (error > 0 && body[error - 1] is not ((byte)'\n' or (byte)'\r'))
            {
                return $"an error event stands inside a line: {Text(answer.Body)}";
            }

            body = body[..error];
        }
        else if (answer.Complete && answer.Status > 0)
        {
            return $"a broken answer ({broken.Body.Length} bytes) looks whole to the client ({answer.Body.Length} bytes)";
        }

        // The gateway may end a line before its error event.
        return broken.Body.AsSpan().StartsWith(body) || broken.Body.AsSpan().StartsWith(body.TrimEnd("\r\n"u8))
            ? null
            : $"the part of a broken answer is not what was sent: {Text(answer.Body)}";
    }

    private static bool IsCopy(UpstreamScript script, RawAnswer answer) =>
        answer.Complete && answer.Status == script.Status && answer.Body.AsSpan().SequenceEqual(script.Body);

    private static bool IsError(RawAnswer answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement.TryGetProperty("error", out var error) && error.TryGetProperty("message", out _) && error.TryGetProperty("code", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) => text.IndexOf(part) >= 0;

    private static string Text(byte[] body) => JsonSerializer.Serialize(Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(160, body.Length))));
}
