using SageServe.YarpYardstick;

// --mode upstream | yarp | yarp-read | yarp-pipeline | yarp-forwarder, --url where it listens, --to upstreams separated by ';'.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var settings = builder.Configuration;
builder.WebHost.UseUrls(settings["url"] ?? throw new InvalidOperationException("--url is missing."));
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
var mode = settings["mode"];
var upstreams = (settings["to"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
Action<WebApplication> map = mode switch
{
    "upstream" => new Upstream(settings).Map,
    "yarp" => PlainYarp.Add(builder, upstreams),
    "yarp-read" => ReadingYarp.Add(builder, upstreams),
    "yarp-pipeline" => PipelineGateway.Add(builder, upstreams),
    "yarp-forwarder" => ForwarderGateway.Add(builder, upstreams),
    _ => throw new InvalidOperationException($"--mode '{mode}' is not known."),
};
var app = builder.Build();
app.MapGet("/bench/allocated", () => Results.Text(GC.GetTotalAllocatedBytes(precise: true).ToString(System.Globalization.CultureInfo.InvariantCulture)));
map(app);
ParentWatch.Begin(app);
await app.RunAsync();
