using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>A client that writes what no HTTP library would.</summary>
internal static class RawClient
{
    /// <summary>All that is answered until the server closes the connection.</summary>
    public static async Task<string> TalkAsync(string url, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(url).Port);
        Stream stream = client.GetStream();
        if (url.StartsWith("https", StringComparison.Ordinal))
        {
            var tls = new SslStream(stream, false, (_, shown, _, _) => shown is not null);
            await tls.AuthenticateAsClientAsync("127.0.0.1");
            stream = tls;
        }

        await using (stream)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
            using var answer = new MemoryStream();
            try
            {
                await stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(30));
            }
            catch (IOException)
            {
                // Closed while our bytes were under way; what was answered stands.
            }

            return Encoding.UTF8.GetString(answer.ToArray());
        }
    }
}
