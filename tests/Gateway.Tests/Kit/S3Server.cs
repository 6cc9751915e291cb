using System.Diagnostics;
using System.Text.RegularExpressions;
using Amazon.S3;
using Amazon.S3.Model;

namespace SageServe.Gateway.Tests;

/// <summary>
/// An S3 server on a free port: moto's, which keeps objects in memory and holds every request's signature against its own reckoning. Skips the
/// test where python3 has no moto.
/// </summary>
internal sealed partial class S3Server : IAsyncDisposable
{
    private const string Bucket = "batches";

    // Werkzeug decodes the query before moto reckons its signature, and a client signs it as it sends it.
    private const string Program = """
        from flask import request
        from moto.iam import access_control
        from moto.server import main

        reckon = access_control.IAMRequestBase._create_aws_request

        def reckon_as_sent(self):
            self._path = request.environ["RAW_URI"]
            return reckon(self)

        access_control.IAMRequestBase._create_aws_request = reckon_as_sent
        main(["-H", "127.0.0.1", "-p", "0"])
        """;

    // What sets up a user goes through without a signature; from then on nothing does.
    private const int SetUpCalls = 3;
    private readonly Process _process;

    private S3Server(Process process) => _process = process;

    public S3Options Options { get; private set; } = new();

    public static async Task<S3Server> StartAsync()
    {
        Assert.SkipUnless(await HasMotoAsync(), "needs python3 with moto's S3 server on the PATH");
        var start = Python(Program);
        start.RedirectStandardError = true;
        start.Environment["INITIAL_NO_AUTH_ACTION_COUNT"] = $"{SetUpCalls}";
        var server = new S3Server(Process.Start(start)!);
        try
        {
            await server.PrepareAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keys with a prefix of their own in the one bucket.</summary>
    public S3Options OptionsFor(string prefix) => Options with { Prefix = prefix };

    public AmazonS3Client Client() => new(Options.AccessKeyId, Options.SecretAccessKey, new AmazonS3Config { ServiceURL = Options.Endpoint, ForcePathStyle = true });

    public void Kill() => _process.Kill();

    /// <summary>Stops answering without closing anything, until <see cref="ResumeAsync"/>.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async Task PrepareAsync()
    {
        Options = new S3Options { Endpoint = await AddressAsync().WaitAsync(TimeSpan.FromSeconds(60)), Bucket = Bucket };
        _ = _process.StandardError.ReadToEndAsync();
        using var http = new HttpClient { BaseAddress = new Uri(Options.Endpoint!) };
        await IamAsync(http, "Action=CreateUser&UserName=gateway");
        await IamAsync(http, "Action=PutUserPolicy&UserName=gateway&PolicyName=all&PolicyDocument=" + Uri.EscapeDataString(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"""));
        var key = await IamAsync(http, "Action=CreateAccessKey&UserName=gateway");
        Options = Options with { AccessKeyId = KeyText().Match(key).Groups[1].Value, SecretAccessKey = SecretText().Match(key).Groups[1].Value };
        using var s3 = Client();
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket });
    }

    private async Task<string> AddressAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (AddressText().Match(line) is { Success: true } match)
            {
                return match.Value;
            }
        }

        throw new InvalidOperationException("The S3 server ended before it listened.");
    }

    private static async Task<string> IamAsync(HttpClient http, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(form + "&Version=2010-05-08", null, "application/x-www-form-urlencoded") };

        // Names the service that is meant; nobody looks at the signature yet.
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
    }

    private static async Task<bool> HasMotoAsync()
    {
        try
        {
            var start = Python("import moto.server");
            start.RedirectStandardError = true;
            using var process = Process.Start(start)!;
            _ = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo Python(string program) => new("python3", ["-c", program]);

    [GeneratedRegex("http://127.0.0.1:[0-9]+")]
    private static partial Regex AddressText();

    [GeneratedRegex("<AccessKeyId>(.+?)</AccessKeyId>")]
    private static partial Regex KeyText();

    [GeneratedRegex("<SecretAccessKey>(.+?)</SecretAccessKey>")]
    private static partial Regex SecretText();
}
