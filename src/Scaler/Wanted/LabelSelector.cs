namespace SageServe.Scaler;

/// <summary>A selector as the HorizontalPodAutoscaler writes <c>matchLabels</c>: <c>model=llama,region=eastus</c>.</summary>
internal static class LabelSelector
{
    /// <summary>Null for anything else than equalities.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Read(string text)
    {
        var labels = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || part[equals - 1] == '!' || part.Contains(' ', StringComparison.Ordinal))
            {
                return null;
            }

            labels.Add(KeyValuePair.Create(part[..equals], part[(equals + 1)..].TrimStart('=')));
        }

        return labels;
    }
}
