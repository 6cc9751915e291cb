namespace SageServe.Cli;

/// <summary>
/// The folder of <c>--grafana-bundle</c>: data source and dashboards as Grafana's file provisioning reads them. What else is in the folder stays.
/// </summary>
internal static class GrafanaBundle
{
    /// <summary>Where a container finds the mounted dashboards.</summary>
    private const string Mounted = "/var/lib/grafana/dashboards/sageserve";

    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public static void Write(string folder, Uri prometheus)
    {
        try
        {
            foreach (var dashboard in MonitoringFiles.Dashboards)
            {
                Put(folder, Path.Combine("dashboards", MonitoringFiles.FileName(dashboard)), MonitoringFiles.Read(dashboard));
            }

            Put(folder, "provisioning/datasources/sageserve.yaml", DataSource(prometheus));
            Put(folder, "provisioning/dashboards/sageserve.yaml", Provider);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--grafana-bundle {folder}: {e.Message} Name a folder that can be written.");
        }
    }

    /// <summary>How to look at it, for people.</summary>
    public static string Hint(string folder)
    {
        var path = Path.GetFullPath(folder);
        return $"Grafana: docker run --rm --network host -v '{path}/provisioning:/etc/grafana/provisioning:ro' -v '{path}/dashboards:{Mounted}:ro' grafana/grafana";
    }

    private const string Provider = $"""
        apiVersion: 1
        providers:
          - name: SageServe
            folder: SageServe
            type: file
            allowUiUpdates: true
            options:
              path: {Mounted}

        """;

    private static string DataSource(Uri prometheus) => $"""
        apiVersion: 1
        datasources:
          - name: SageServe
            uid: sageserve
            type: prometheus
            access: proxy
            url: {prometheus.ToString().TrimEnd('/')}
            isDefault: true
            jsonData:
              httpMethod: POST
              timeInterval: 1s

        """;

    private static void Put(string folder, string name, string text) => Put(folder, name, System.Text.Encoding.UTF8.GetBytes(text));

    private static void Put(string folder, string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
