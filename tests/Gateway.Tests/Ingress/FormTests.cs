using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Forms on the paths that an operator listed, for example audio to transcribe.</summary>
public sealed class FormTests
{
    private const string Path = "/v1/audio/transcriptions";

    [Fact]
    public async Task A_form_reaches_the_engine_byte_for_byte_wherever_its_model_stands()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await StartAsync(engine);
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var (form, sent) = await FormAsync(new RandomStream(seed));
            using (form)
            {
                using var response = await PostAsync(gateway, sent, form.Headers.ContentType!.ToString());
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"seed {seed}: {await response.Content.ReadAsStringAsync()}");
                Assert.True(engine.Arrived.TryDequeue(out var seen) && engine.Seen.TryDequeue(out var last) && last.Headers.ContentType == form.Headers.ContentType.ToString());
                Assert.Equal(Path, seen.Path);
                Assert.True(sent.AsSpan().SequenceEqual(seen.Bytes), $"seed {seed}: other bytes");
            }
        }
    }

    [Fact]
    public async Task An_alias_is_replaced_in_a_form_too_and_nothing_else()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await StartAsync(engine);
        const string Form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nmodel alias-a\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nalias-a\r\n--b--\r\n";

        using var response = await PostAsync(gateway, Encoding.UTF8.GetBytes(Form), "multipart/form-data; boundary=\"b\"");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(engine.Arrived.TryDequeue(out var seen));
        Assert.Equal(Form.Replace("\r\nalias-a\r\n", "\r\nmodel-a\r\n", StringComparison.Ordinal), Encoding.UTF8.GetString(seen.Bytes));
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n", "b", 400, "missing_required_parameter", "model")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ngpt-9\r\n--b--\r\n", "b", 404, "model_not_found", "model")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nmodel-a", "b", 400, "invalid_form", null)]
    [InlineData("{\"model\":\"model-a\"}", "b", 400, "invalid_form", null)]
    public async Task What_is_wrong_with_a_form_is_said(string body, string boundary, int status, string code, string? param)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await StartAsync(engine);
        using var response = await PostAsync(gateway, Encoding.UTF8.GetBytes(body), "multipart/form-data; boundary=" + boundary);
        await RefusalTests.AssertErrorAsync(response, (HttpStatusCode)status, code, param);
        Assert.Equal(0, engine.Requests);
    }

    [Fact]
    public async Task The_gateways_own_paths_take_no_form_and_a_form_without_a_boundary_is_none()
    {
        await using var gateway = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = Content("x"u8.ToArray(), "multipart/form-data; boundary=b") };
        using var chat = await gateway.Client.SendAsync(request);
        await RefusalTests.AssertErrorAsync(chat, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type", null);
        using var bare = await PostAsync(gateway, "x"u8.ToArray(), "multipart/form-data");
        await RefusalTests.AssertErrorAsync(bare, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type", null);
    }

    [Fact]
    public async Task A_form_is_relayed_to_another_region_as_it_is()
    {
        await using var engine = await FakeEngine.StartAsync();
        var (eastUrl, westUrl) = (GatewayUnderTest.Address(), GatewayUnderTest.Address());
        await using var west = await StartAsync(new GatewaySetup { Region = "west", Url = westUrl, Peer = ("east", eastUrl) }, engine);
        await using var east = await StartAsync(new GatewaySetup { Region = "east", Url = eastUrl, Peer = ("west", westUrl) });
        await Eventually.True(() => east.Services.GetRequiredService<CurrentFleet>().Latest.Others.Any(s => s.ReadyReplicas == 1), "east knows of west's replica");
        const string Form = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nmodel-a\r\n--b--\r\n";

        using var response = await PostAsync(east, Encoding.UTF8.GetBytes(Form), "multipart/form-data; boundary=b");

        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        Assert.True(engine.Arrived.TryDequeue(out var seen));
        Assert.Equal(Form, Encoding.UTF8.GetString(seen.Bytes));
    }

    /// <summary>Its parts in any order; bytes that are no text, and longer than any prompt could be.</summary>
    private static async Task<(MultipartFormDataContent Form, byte[] Bytes)> FormAsync(RandomStream random)
    {
        var audio = new byte[1 + random.NextInt(300_000)];
        for (var i = 0; i < audio.Length; i++)
        {
            audio[i] = (byte)random.NextInt(256);
        }

        var form = new MultipartFormDataContent();
        (string Name, HttpContent Content)[] parts = [("model", new StringContent("model-a")), ("language", new StringContent("de")), ("file", new ByteArrayContent(audio))];
        foreach (var (name, content) in parts.OrderBy(_ => random.NextUInt64()))
        {
            if (name == "file")
            {
                form.Add(content, name, "speech.wav");
            }
            else
            {
                form.Add(content, name);
            }
        }

        return (form, await form.ReadAsByteArrayAsync());
    }

    private static Task<GatewayUnderTest> StartAsync(params FakeEngine[] engines) => StartAsync(new GatewaySetup(), engines);

    private static Task<GatewayUnderTest> StartAsync(GatewaySetup setup, params FakeEngine[] engines) =>
        GatewayUnderTest.StartAsync(setup with { Adjust = g => g["PassThroughPaths"] = new JsonArray(Path) }, engines);

    private static Task<HttpResponseMessage> PostAsync(GatewayUnderTest gateway, byte[] body, string type) => gateway.Client.PostAsync(Path, Content(body, type));

    private static ByteArrayContent Content(byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
