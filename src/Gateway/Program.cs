using SageServe.Gateway;
using SageServe.Hosting;

if (ConfigurationCheck.Run<GatewayOptions>(args, GatewayOptions.Section, ConfiguredFiles.Problems) is { } code)
{
    return code;
}

if (await QueueMeasure.RunAsync(args) is { } measured)
{
    return measured;
}

var app = GatewayHost.Build(args);
await app.RunAsync();
return 0;
