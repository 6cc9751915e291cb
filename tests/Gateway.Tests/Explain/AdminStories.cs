using System.Net;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Reads what a gateway under test remembers, over its admin API.</summary>
internal static class AdminStories
{
    /// <summary>The only story of this id, once its request is over.</summary>
    public static async Task<RequestStory> EndedAsync(GatewayUnderTest gateway, string id)
    {
        RequestStory? story = null;
        await Eventually.True(
            async () => (story = Assert.Single((await AnswerAsync(gateway, "/admin/requests/" + id)).Requests)).End is not null, $"request {id} is over");
        return story!;
    }

    public static async Task<RequestStories> AnswerAsync(GatewayUnderTest gateway, string path)
    {
        using var response = await gateway.Admin.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return JsonSerializer.Deserialize(text, SharedJson.Default.RequestStories)!;
    }

    public static string IdOf(HttpResponseMessage response) => response.Headers.GetValues(HeaderNames.RequestId).Single();
}
