using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>
/// A batch whose window ends soon. The shortest window is an hour and the gateways' clock is the machine's, so its card is put into the store as
/// one that a gateway accepted the better part of an hour ago, and then died.
/// </summary>
internal sealed class ChaosPast(IChaosStore store, TimeProvider time)
{
    private const string DeadGateway = "gateway-of-an-hour-ago";
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <param name="batch">Gets its id.</param>
    /// <param name="like">A batch of the same tenant; what is not said here is its.</param>
    /// <param name="file">The id of its uploaded lines.</param>
    /// <param name="left">Until its window ends.</param>
    /// <param name="stop">Gives up.</param>
    public async Task MakeAsync(ChaosBatch batch, ChaosBatch like, string file, TimeSpan left, CancellationToken stop)
    {
        var expires = time.GetUtcNow() + left;
        var made = expires - Window;
        var id = "batch_" + Guid.CreateVersion7(made).ToString("N");
        var card = JsonNode.Parse(await store.ReadAsync(CardOf(like.Id!), stop))!.AsObject();
        card["by"] = DeadGateway;
        var document = card["batch"]!.AsObject();
        (document["id"], document["input_file_id"], document["completion_window"]) = (id, file, "1h");
        (document["created_at"], document["expires_at"]) = (made.ToUnixTimeSeconds(), expires.ToUnixTimeSeconds());
        await store.PutAsync("open/" + id, "", stop);
        await store.PutAsync(CardOf(id), card.ToJsonString(), stop);
        batch.Id = id;
    }

    private static string CardOf(string id) => string.Create(CultureInfo.InvariantCulture, $"batches/{id}/batch.json");
}
