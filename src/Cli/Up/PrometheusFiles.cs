namespace SageServe.Cli;

/// <summary>Configuration of a run's Prometheus: gateways, scaler, engines as the gateways know them, and the rules that the chart brings.</summary>
internal static class PrometheusFiles
{
    /// <returns>Path of the configuration file.</returns>
    public static string Write(UpPlan plan, RunDirectory directory)
    {
        var rules = directory.File("sageserve.rules.yaml");
        File.WriteAllBytes(rules, MonitoringFiles.Read(MonitoringFiles.Rules));
        var gateways = string.Join(", ", plan.Ports.Regions.Select(p => $"'127.0.0.1:{p.Admin}'"));
        var engines = string.Concat(plan.Ports.Regions.Select(p => $"      - url: '{p.AdminUrl}admin/prometheus/engines'\n        refresh_interval: 2s\n"));
        var path = directory.File("prometheus.yml");
        File.WriteAllText(path, $"""
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
              evaluation_interval: 5s
            rule_files: ['{rules}']
            scrape_configs:
              - job_name: sageserve-gateway
                static_configs:
                  - targets: [{gateways}]
              - job_name: sageserve-scaler
                static_configs:
                  - targets: ['127.0.0.1:{plan.Ports.ScalerAdmin}']
              - job_name: sageserve-engines
                http_sd_configs:

            """ + engines);
        return path;
    }
}
