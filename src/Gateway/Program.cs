using SageServe.Gateway;
using SageServe.Hosting;

if (ConfigurationCheck.Run<GatewayOptions>(args, GatewayOptions.Section, ConfiguredFiles.Problems) is { } code)
{
    return code;
}

var app = GatewayHost.Build(args);
await app.RunAsync();
return 0;
