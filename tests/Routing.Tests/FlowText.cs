using System.Text.Json;

namespace SageServe.Routing.Tests;

/// <summary>Inputs and effects as the bytes of their JSON.</summary>
internal static class FlowText
{
    public static byte[] Of(FlowInput input) => Bytes(writer => FlowJson.Write(writer, input));

    public static byte[] Of(FlowEffectBuffer effects) => Bytes(writer => FlowJson.Write(writer, effects));

    public static byte[] Of(FlowHeader header) => Bytes(writer => FlowJson.Write(writer, header));

    public static FlowInput ReadInput(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return FlowJson.ReadInput(document.RootElement);
    }

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return stream.ToArray();
    }
}
