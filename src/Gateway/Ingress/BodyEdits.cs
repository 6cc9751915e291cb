using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>The changes that a body may need on its way to an engine; all other bytes stay as the client sent them.</summary>
internal static class BodyEdits
{
    /// <summary>Applies what is needed.</summary>
    /// <param name="body">Changed in place.</param>
    /// <param name="parsed">What stands in it.</param>
    /// <param name="model">The engine's name of the model.</param>
    /// <param name="asksUsage">The path takes <c>stream_options</c>.</param>
    /// <param name="priority">For engines that schedule by it; null writes none.</param>
    /// <param name="cacheSalt">For engines that share prefixes of equal salt alone; null writes none.</param>
    /// <returns>True when usage was asked for on the client's behalf, so that its chunk has to be taken out again.</returns>
    public static bool Apply(PooledBody body, ParsedBody parsed, ModelId model, bool asksUsage = true, int? priority = null, string? cacheSalt = null)
    {
        if (parsed.IsForm)
        {
            RenameModel(body, parsed, model);
            return false;
        }

        if (priority is { } value)
        {
            AddLast(body, string.Create(CultureInfo.InvariantCulture, $",\"priority\":{value}"));
        }

        if (cacheSalt is not null)
        {
            AddLast(body, $",\"cache_salt\":\"{cacheSalt}\"");
        }

        var addsUsage = asksUsage && parsed is { Stream: true, IncludeUsage: not true };

        // The later one goes first, so that the other one's place stays right. An insertion at the root stands before everything.
        var usageAt = UsageRange(parsed).Start.Value;
        var modelFirst = parsed.ModelRange.Start.Value > usageAt;
        if (modelFirst)
        {
            RenameModel(body, parsed, model);
        }

        if (addsUsage)
        {
            AddUsage(body, parsed);
        }

        if (!modelFirst)
        {
            RenameModel(body, parsed, model);
        }

        return addsUsage;
    }

    /// <summary>As the last member, which wins over one that the client wrote; all places of the other changes lie before it.</summary>
    private static void AddLast(PooledBody body, string member) => body.Replace(body.Span.LastIndexOf((byte)'}'), 0, Encoding.UTF8.GetBytes(member));

    private static void RenameModel(PooledBody body, ParsedBody parsed, ModelId model)
    {
        if (parsed.Model == model.Value)
        {
            return;
        }

        var (offset, length) = parsed.ModelRange.GetOffsetAndLength(int.MaxValue);
        var text = JsonEncodedText.Encode(model.Value).EncodedUtf8Bytes;
        body.Replace(offset, length, parsed.IsForm ? Encoding.UTF8.GetBytes(model.Value) : [(byte)'"', .. text, (byte)'"']);
    }

    private static void AddUsage(PooledBody body, ParsedBody parsed)
    {
        var (offset, length) = UsageRange(parsed).GetOffsetAndLength(int.MaxValue);
        ReadOnlySpan<byte> insert = parsed switch
        {
            { IncludeUsage: not null } => "true"u8,
            { StreamOptionsAt: >= 0, StreamOptionsIsEmpty: true } => "\"include_usage\":true"u8,
            { StreamOptionsAt: >= 0 } => "\"include_usage\":true,"u8,
            { StreamOptionsNull: not null } => "{\"include_usage\":true}"u8,
            _ => "\"stream_options\":{\"include_usage\":true},"u8,
        };
        body.Replace(offset, length, insert);
    }

    private static Range UsageRange(ParsedBody parsed) => parsed switch
    {
        { IncludeUsage: not null } => parsed.IncludeUsageRange,
        { StreamOptionsAt: >= 0 and var at } => at..at,
        { StreamOptionsNull: { } literal } => literal,
        _ => parsed.RootAt..parsed.RootAt,
    };
}
