using SageServe.Gateway;
using SageServe.Hosting;

if (ConfigurationCheck.Run(args, GatewayOptions.Section, typeof(GatewayOptions), CatalogFile.Problems) is { } code)
{
    return code;
}

var app = GatewayHost.Build(args);
await app.RunAsync();
return 0;
