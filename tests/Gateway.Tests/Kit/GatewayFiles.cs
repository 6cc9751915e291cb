using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>Changes the files of a gateway that runs, as an operator does: by a rename.</summary>
internal sealed class GatewayFiles(TemporaryFolder folder)
{
    public JsonObject Read() => JsonNode.Parse(File.ReadAllText(folder["config.json"]))!.AsObject();

    public void Change(Action<JsonObject> change)
    {
        var config = Read();
        change(config);
        Write("config.json", config.ToJsonString());
    }

    public void Write(string name, string text)
    {
        File.WriteAllText(folder[name + ".tmp"], text);
        File.Move(folder[name + ".tmp"], folder[name], overwrite: true);
    }
}
