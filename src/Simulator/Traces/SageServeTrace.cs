namespace SageServe.Simulator;

/// <summary>
/// The reference system's own CSV. Its models A to D, its regions 0 to 2 and its two workload types are given their names; the first of the
/// preferred regions is home. Interactive work has one class there and counts as fast; rows of a batch (batch_id) count as patient.
/// </summary>
internal sealed class SageServeTrace : CsvTrace
{
    private const string Columns =
        "request_id,batch_id,client_tenant,request_type,scenario,sla,utility,regions,model_type,workload_type,application_id,arrival_timestamp,batch_size,prompt_size,token_size";

    private static readonly string[] Models = ["llama2-70b", "bloom-176b", "llama-3.1-8b", "llama-3.2-3b"];
    private static readonly string[] Regions = ["westus", "centralus", "eastus"];

    public override string Name => "sageserve-csv";

    public override string Row => $"15 columns ({Columns})";

    private protected override string Header => Columns;

    private protected override TraceRow Parse(TraceLines lines, CsvFields fields, ref TraceClock clock)
    {
        var line = lines.Line;
        if (!TrySeconds(fields.Of(line, 11), out var time) || !TryTokens(fields.Of(line, 13), out var prompt) || !TryTokens(fields.Of(line, 14), out var output))
        {
            throw lines.Bad(Row);
        }

        var model = fields.Of(line, 8);
        var regions = fields.Of(line, 7);
        var region = regions.IsEmpty ? -1 : regions[0] - '0';
        if (model.Length != 1 || model[0] is < 'A' or > 'D' || region is < 0 or > 2 || fields.Of(line, 9) is not ("prod" or "dev"))
        {
            throw lines.Bad("a row with a model A to D, regions of 0, 1 and 2, and prod or dev");
        }

        var patient = fields.Of(line, 9) is "dev" || fields.Of(line, 1) is not "-1";
        return new TraceRow(clock.Next(time), prompt, output)
        {
            Model = Models[model[0] - 'A'],
            Origin = Regions[region],
            Tier = patient ? ServiceTier.NonInteractive : ServiceTier.InteractiveFast,
        };
    }
}
