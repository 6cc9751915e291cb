using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Uploads written byte by byte on a socket, as a client may send them that no library would.</summary>
internal static class UploadForms
{
    public const string Boundary = "b0undary";

    public static string Part(string name, string content, string? filename = null) =>
        $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{(filename is null ? "" : $"; filename=\"{filename}\"")}\r\n\r\n{content}\r\n";

    public static string Form(params string[] parts) => string.Concat(parts) + $"--{Boundary}--\r\n";

    public static string File(string content = "{}") => Part("file", content, "input.jsonl");

    public static string Purpose(string purpose = "batch") => Part("purpose", purpose);

    /// <summary>Sends a body and reads the answer.</summary>
    public static async Task<(int Status, JsonElement Json)> SendAsync(Uri address, string body, string type = $"multipart/form-data; boundary={Boundary}")
    {
        using var client = await OpenAsync(address, body, type);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();
        var status = int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
        var json = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
        return (status, JsonDocument.Parse(json).RootElement);
    }

    /// <summary>Sends the head and a body, or the beginning of one, and leaves the connection open.</summary>
    public static async Task<TcpClient> OpenAsync(Uri address, string body, string type = $"multipart/form-data; boundary={Boundary}", int? length = null)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = $"POST /v1/files HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: {length ?? bytes.Length}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await client.GetStream().WriteAsync(bytes);
        return client;
    }
}
