using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SageServe.Kubernetes;

/// <summary>Reads the current context of a kubeconfig file: server, authority, and a token or client certificate.</summary>
public static class KubeConfigAccess
{
    public static string DefaultFile() =>
        Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } named
            ? named.Split(Path.PathSeparator)[0]
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");

    /// <exception cref="KubernetesException">The file is missing, or says what cannot be followed; the message says what.</exception>
    public static KubernetesAccess Load(string file, string? context = null)
    {
        if (!File.Exists(file))
        {
            throw new KubernetesException($"No cluster: this is no pod, and there is no kubeconfig at '{file}'.");
        }

        var yaml = YamlLookup.Parse(File.ReadAllText(file));
        var contextName = context ?? yaml.Text("current-context") ?? throw new KubernetesException($"'{file}' names no current-context.");
        var chosen = yaml.Named("contexts", contextName, "context");
        var cluster = yaml.Named("clusters", chosen.Text("cluster") ?? "", "cluster");
        var user = chosen.Text("user") is { } name ? yaml.Named("users", name, "user") : YamlLookup.Empty;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (user.Text("token", "tokenFile", "client-certificate", "client-certificate-data") is null && user.Has("exec"))
        {
            throw new KubernetesException($"The user of context '{contextName}' logs in by a command (exec), which is not supported; use a token or a client certificate.");
        }

        var server = cluster.Text("server") ?? throw new KubernetesException($"The cluster of context '{contextName}' has no server.");
        return new KubernetesAccess
        {
            Server = new Uri(server.TrimEnd('/') + "/"),
            Namespace = chosen.Text("namespace") ?? "default",
            Token = Token(user, folder),
            Authorities = Authorities(Pem(cluster, "certificate-authority", folder)),
            ClientCertificate = Pem(user, "client-certificate", folder) is { } certificate
                ? X509Certificate2.CreateFromPem(certificate, Pem(user, "client-key", folder))
                : null,
        };
    }

    private static Func<string?> Token(YamlLookup user, string folder)
    {
        if (user.Text("token") is { } token)
        {
            return () => token;
        }

        return user.Text("tokenFile") is { } file ? () => File.ReadAllText(Path.Combine(folder, file)).Trim() : () => null;
    }

    /// <summary>Content of <c>KEY-data</c> (base64) or of the file that <c>KEY</c> names.</summary>
    private static string? Pem(YamlLookup node, string key, string folder)
    {
        if (node.Text(key + "-data") is { } data)
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }

        return node.Text(key) is { } file ? File.ReadAllText(Path.Combine(folder, file)) : null;
    }

    private static X509Certificate2Collection? Authorities(string? pem)
    {
        if (pem is null)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities;
    }
}
