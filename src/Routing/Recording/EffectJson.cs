using System.Text.Json;

namespace SageServe.Routing;

/// <summary>One effect in JSON, without the members that its kind does not use.</summary>
internal static class EffectJson
{
    public static void Write(Utf8JsonWriter writer, in FlowEffect effect)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, FlowNames.Of(effect.Kind));
        if (effect.Request is { } request)
        {
            writer.WriteString("requestId"u8, request.Id.Value);
        }

        switch (effect.Kind)
        {
            case FlowEffectKind.Forward:
                writer.WriteString("instance"u8, effect.Instance.Value);
                writer.WriteString("region"u8, effect.Region.Value);
                writer.WriteNumber("attempt"u8, effect.Attempt);
                break;
            case FlowEffectKind.Relay:
                writer.WriteString("region"u8, effect.Region.Value);
                writer.WriteNumber("attempt"u8, effect.Attempt);
                break;
            case FlowEffectKind.Hold or FlowEffectKind.WakeAt:
                writer.WriteString("until"u8, effect.Until.ToString());
                break;
            case FlowEffectKind.Reject:
                writer.WriteNumber("status"u8, effect.Status);
                writer.WriteString("outcome"u8, FlowNames.Of(effect.Outcome));
                writer.WriteNumber("retryAfterSeconds"u8, effect.RetryAfter.TotalSeconds);
                break;
            default:
                writer.WriteString("outcome"u8, FlowNames.Of(effect.Outcome));
                break;
        }

        WriteReasons(writer, effect.Reasons);
        writer.WriteEndObject();
    }

    private static void WriteReasons(Utf8JsonWriter writer, ReasonSet reasons)
    {
        if (reasons.Bits == 0)
        {
            return;
        }

        writer.WriteStartArray("reasons"u8);
        foreach (var code in reasons.Codes())
        {
            writer.WriteStringValue(code.Name());
        }

        writer.WriteEndArray();
    }
}
