using SageServe.Scaler;

if (ConfigurationCheck.Run<ScalerOptions>(args, ScalerOptions.Section, ConfiguredFiles.Problems) is { } code)
{
    return code;
}

var builder = SlimHost.CreateBuilder(args);
builder.AddServiceDefaults("sageserve-scaler");
builder.Services.AddScaler(builder.Configuration);

var app = builder.Build();
var options = app.Services.GetRequiredService<ScalerOptions>();
app.Urls.Add(options.AdminUrl);
app.MapServiceDefaults(options.AdminUrl);
app.MapAdmin(options.AdminUrl);
if (options.Regional.Url is { } peers)
{
    app.Urls.Add(peers);
    app.MapPeers(peers);
}

app.MapConfigurationReload(options.AdminUrl);
app.Services.GetRequiredService<StartReport>().Tell();
await app.RunAsync();
return 0;
