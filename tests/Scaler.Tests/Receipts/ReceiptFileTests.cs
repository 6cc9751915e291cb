using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

public sealed class ReceiptFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_was_kept_is_read_by_the_next_run_with_its_sums()
    {
        Open().Append([Receipts.Closed("m1-1", ReceiptVerdicts.Saved), Receipts.Closed("m1-2", ReceiptVerdicts.Regretted)]);
        Open().Append([Receipts.Closed("m1-3", ReceiptVerdicts.Saved)]);

        Assert.Equal(["m1-1", "m1-2", "m1-3"], Open().ReadClosed().Select(r => r.Id));
        var document = Receipts.Book(Open()).ToDocument(new ReceiptFilter(null, null, null, 2), Receipts.At, new ScalerOptions());
        Assert.Equal(["m1-3", "m1-2"], document.Receipts.Select(r => r.Id));
        Assert.Equal((3, 2, 1), (document.CarriedOut.Moves, document.CarriedOut.Saved, document.CarriedOut.Regretted));
        Assert.Equal(2.0 / 3, document.CarriedOut.WorthItShare);
    }

    [Theory]
    [InlineData("{\"id\":\"m1-9\"")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_damaged_line_is_told_set_aside_and_the_rest_goes_on(string line)
    {
        Open().Append([Receipts.Closed("m1-1", ReceiptVerdicts.Saved)]);
        File.AppendAllText(Open().ClosedPath, line + "\n");
        Open().Append([Receipts.Closed("m1-2", ReceiptVerdicts.Saved)]);

        Assert.Equal(["m1-1", "m1-2"], Open().ReadClosed().Select(r => r.Id));
        Assert.Contains(line, File.ReadAllText(Open().ClosedPath + ".damaged"), StringComparison.Ordinal);
        Assert.Equal(["m1-1", "m1-2"], Open().ReadClosed().Select(r => r.Id));
        Assert.Equal(2, File.ReadAllLines(Open().ClosedPath).Length);
    }

    [Fact]
    public void A_full_file_becomes_the_older_one()
    {
        Open().Append([Receipts.Closed("m1-1", ReceiptVerdicts.Saved)]);
        File.Move(Open().ClosedPath, Open().OlderPath);
        Open().Append([Receipts.Closed("m1-2", ReceiptVerdicts.Saved)]);
        File.AppendAllText(Open().ClosedPath, new string(' ', (int)ReceiptFile.BytesMost) + "\n");
        Open().Append([Receipts.Closed("m1-3", ReceiptVerdicts.Saved)]);

        Assert.Single(File.ReadAllLines(Open().ClosedPath));
        Assert.Equal(["m1-2", "m1-3"], Open().ReadClosed().Select(r => r.Id));
    }

    [Fact]
    public void Open_receipts_are_kept_whole_and_a_damaged_file_is_set_aside()
    {
        Assert.Null(Open().ReadOpen());
        Open().KeepOpen(new ReceiptState(7, [], []));
        Assert.Equal(7, Open().ReadOpen()!.Sequence);

        File.WriteAllText(Open().OpenPath, "{\"sequence\":8");
        Assert.Null(Open().ReadOpen());
        Assert.Equal("{\"sequence\":8", File.ReadAllText(Open().OpenPath + ".damaged"));
        Assert.False(File.Exists(Open().OpenPath));
    }

    [Theory]
    [InlineData("?verdict=good", "verdict")]
    [InlineData("?since=yesterday", "since")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=many", "limit")]
    public void A_wrong_parameter_is_named(string query, string parameter) =>
        Assert.Equal(parameter, ReceiptFilter.Read(Receipts.Query(query), Receipts.At).Parameter);

    [Fact]
    public void Filters_pass_by_pool_time_and_verdict()
    {
        var book = Receipts.Book(Open());
        book.Take([Receipts.Closed("m1-1", ReceiptVerdicts.Saved), Receipts.Closed("m1-2", ReceiptVerdicts.Regretted, hour: 5)], new ReceiptState(2, [], []), moved: false);

        Assert.Equal(["m1-2"], Passing("?since=2026-03-02T03:00:00Z"));
        Assert.Equal(["m1-2"], Passing("?since=2h"));
        Assert.Equal(["m1-1"], Passing("?verdict=saved"));
        Assert.Equal(["m1-2", "m1-1"], Passing("?pool=llama@eastus"));
        Assert.Empty(Passing("?pool=westus"));

        IEnumerable<string> Passing(string query) =>
            book.ToDocument(ReceiptFilter.Read(Receipts.Query(query), Receipts.At + TimeSpan.FromHours(6)).Filter!, Receipts.At, new ScalerOptions()).Receipts.Select(r => r.Id);
    }

    public void Dispose() => _folder.Dispose();

    private ReceiptFile Open() => new(new ScalerOptions { PlanFile = _folder["plan.json"] }, NullLogger<ReceiptFile>.Instance);
}
