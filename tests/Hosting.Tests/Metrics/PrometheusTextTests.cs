using System.Globalization;
using System.Text;
using Prometheus;

namespace SageServe.Hosting.Tests;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Samples_labels_and_values_are_read()
    {
        var scrape = Parse("""
            # HELP vllm:num_requests_running Number of requests.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="a"} 3.0
            vllm:num_requests_running{engine="1",model_name="a"} 4.0
            vllm:e2e_request_latency_seconds_bucket{le="+Inf",model_name="a"} 12 1700000000000
            plain 1e3
            """);
        Assert.Equal(4, scrape.Samples.Count);
        Assert.Equal(3, scrape.Value("vllm:num_requests_running"));
        Assert.Equal(4, scrape.Value("vllm:num_requests_running", ("engine", "1")));
        Assert.Equal(7, scrape.Sum("vllm:num_requests_running", ("model_name", "a")));
        Assert.Equal(12, scrape.Value("vllm:e2e_request_latency_seconds_bucket", ("le", "+Inf"), ("model_name", "a")));
        Assert.Equal(1000, scrape.Value("plain"));
        Assert.Null(scrape.Value("plain", ("any", "label")));
        Assert.Null(scrape.Value("absent"));
        Assert.Equal(0, scrape.Sum("absent"));
        Assert.Equal(["0", "1"], scrape.All("vllm:num_requests_running").Select(s => s.Labels["engine"]));
    }

    [Theory]
    [InlineData("g +Inf", double.PositiveInfinity)]
    [InlineData("g -Inf", double.NegativeInfinity)]
    [InlineData("g NaN", double.NaN)]
    [InlineData("g{} -0.5", -0.5)]
    [InlineData("g { } 2", 2)]
    [InlineData("g\t2\r", 2)]
    [InlineData("  g   2   123", 2)]
    public void Unusual_but_valid_lines_are_read(string line, double value) =>
        Assert.Equal(value, Parse(line).Value("g"));

    [Theory]
    [InlineData("a\\\"b", "a\"b")]
    [InlineData("a\\\\n", "a\\n")]
    [InlineData("two\\nlines", "two\nlines")]
    [InlineData("comma, brace } and = inside", "comma, brace } and = inside")]
    [InlineData("ünïcode", "ünïcode")]
    [InlineData("", "")]
    public void Escapes_and_punctuation_in_label_values_are_read(string written, string value)
    {
        var sample = Assert.Single(Parse($"g{{ l = \"{written}\" , m=\"x\", }} 1").Samples);
        Assert.Equal(value, sample.Labels["l"]);
        Assert.Equal("x", sample.Labels["m"]);
    }

    [Theory]
    [InlineData("g{l=\"open} 1")]
    [InlineData("g{l=unquoted} 1")]
    [InlineData("g{l} 1")]
    [InlineData("g{l=\"x\" 1")]
    [InlineData("g")]
    [InlineData("g notanumber")]
    [InlineData("{l=\"x\"} 1")]
    [InlineData("g{l=\"x\\")]
    public void A_line_that_makes_no_sense_hides_no_other(string line)
    {
        var scrape = Parse($"before 1\n{line}\nafter 2");
        Assert.Equal(["before", "after"], scrape.Samples.Select(s => s.Name));
    }

    [Fact]
    public void Whatever_the_bytes_are_the_parser_comes_to_an_end() => Seeds.Check(300, (_, random) =>
    {
        var alphabet = Encoding.UTF8.GetBytes("abc_:{}=\",\\ \t\n\r#01.+-Infe\u00fc");
        var bytes = new byte[random.NextInt(200)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = random.NextInt(20) == 0 ? (byte)random.NextInt(256) : alphabet[random.NextInt(alphabet.Length)];
        }

        Assert.NotNull(PrometheusText.Parse(bytes));
    });

    [Fact]
    public void What_the_exporter_writes_comes_back() => Seeds.Check(50, (_, random) =>
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var gauge = Prometheus.Metrics.WithCustomRegistry(registry).CreateGauge("g", "help \\ with\nlines", "l", "m");
        var expected = new Dictionary<(string, string), double>();
        for (var i = 0; i < 20; i++)
        {
            var labels = (Text(random), Text(random));
            expected[labels] = random.NextInt(5) == 0 ? double.NegativeInfinity : random.NextGaussian() * 1e9;
            gauge.WithLabels(labels.Item1, labels.Item2).Set(expected[labels]);
        }

        using var stream = new MemoryStream();
        registry.CollectAndExportAsTextAsync(stream).GetAwaiter().GetResult();
        var scrape = PrometheusText.Parse(stream.ToArray());
        Assert.Equal(expected.Count, scrape.Samples.Count);
        foreach (var ((l, m), value) in expected)
        {
            Assert.Equal(value, scrape.Value("g", ("l", l), ("m", m)));
        }
    });

    private static PrometheusScrape Parse(string text) => PrometheusText.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(RandomStream random)
    {
        const string alphabet = "ab\\\"\n{}=, ü";
        return string.Concat(Enumerable.Range(0, random.NextInt(8)).Select(_ => alphabet[random.NextInt(alphabet.Length)].ToString(CultureInfo.InvariantCulture)));
    }
}
