using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace SageServe.Gateway.Tests;

/// <summary>Whatever comes, it is taken or refused, and what is taken is JSON.</summary>
public sealed class BodyParserPropertyTests
{
    private const string Body =
        """{"model":"m\u0061","stream":true,"stream_options":{"include_usage":false},"messages":[{"role":"user","content":[{"type":"text","text":"\u00e9\ud83d\ude00"}]}],"metadata":{"user_id":"u"},"max_tokens":7,"n":2,"service_tier":"auto","documents":["a",{"text":"b"}],"system":"s"}""";

    private static readonly byte[] Odd = "\"\\{}[]:,0-.eEud8\n\t tfn\u0000"u8.ToArray();

    [Fact]
    public void A_damaged_body_is_refused_or_still_JSON_and_nothing_throws()
    {
        Seeds.Check(3000, (_, random) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Body).ToList();
            for (var i = random.NextInt(4); i >= 0; i--)
            {
                Damage(bytes, random);
            }

            var damaged = bytes.ToArray();
            var (parsed, error) = BodyParser.Parse(damaged, "messages");
            Assert.True(parsed is null != error is null);
            if (parsed is not null && Utf8.IsValid(damaged))
            {
                using var json = JsonDocument.Parse(damaged, new JsonDocumentOptions { MaxDepth = BodyParser.MaxDepth });
                Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
            }
        });
    }

    [Fact]
    public void An_answer_with_its_tier_is_the_answer_and_its_tier()
    {
        Seeds.Check(500, (_, random) =>
        {
            var answer = RandomObject(random, 3);
            if (random.NextInt(2) == 0)
            {
                answer.Insert(random.NextInt(answer.Count + 1), "service_tier", RandomNode(random, 2));
            }

            var output = new ArrayBufferWriter<byte>();
            new TierEcho("flex", isNested: false).WriteWhole(Encoding.UTF8.GetBytes(answer.ToJsonString(new JsonSerializerOptions { WriteIndented = random.NextInt(2) == 0 })), output);
            answer["service_tier"] = "flex";
            Assert.True(JsonNode.DeepEquals(answer, JsonNode.Parse(output.WrittenSpan)), Encoding.UTF8.GetString(output.WrittenSpan));
        });
    }

    private static void Damage(List<byte> bytes, RandomStream random)
    {
        var at = random.NextInt(bytes.Count);
        switch (random.NextInt(4))
        {
            case 0:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.NextInt(8)));
                bytes.Add((byte)'}');
                break;
            case 1:
                bytes.Insert(at, Odd[random.NextInt(Odd.Length)]);
                break;
            case 2:
                bytes[at] = Odd[random.NextInt(Odd.Length)];
                break;
            default:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + random.NextInt(40))));
                break;
        }
    }

    private static JsonObject RandomObject(RandomStream random, int depth)
    {
        var value = new JsonObject();
        for (var i = random.NextInt(5); i > 0; i--)
        {
            value[random.NextInt(4) == 0 && depth < 3 ? "service_tier" : $"k\"{i}\\"] = RandomNode(random, depth - 1);
        }

        return value;
    }

    private static JsonNode? RandomNode(RandomStream random, int depth) => random.NextInt(depth > 0 ? 6 : 4) switch
    {
        0 => null,
        1 => random.NextInt(1000),
        2 => "}\",{\u00e9[",
        3 => true,
        4 => new JsonArray(RandomNode(random, depth - 1), RandomNode(random, depth - 1)),
        _ => RandomObject(random, depth - 1),
    };
}
