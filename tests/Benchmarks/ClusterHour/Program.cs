using System.CommandLine;
using SageServe.ClusterHour;

// Started by `sageserve bench cluster`, which checks the words and explains them.
var minutes = new Option<double>("--minutes") { Required = true };
var speed = new Option<double>("--speed") { Required = true };
var seed = new Option<int>("--seed") { Required = true };
var beside = new Option<string?>("--beside");
var json = new Option<string?>("--json");
var root = new RootCommand { minutes, speed, seed, beside, json };
root.SetAction(async (parsed, _) =>
{
    using var interrupt = new Interrupt();
    var options = new HourOptions(parsed.GetValue(minutes), parsed.GetValue(speed), parsed.GetValue(seed), parsed.GetValue(beside));
    try
    {
        var report = await new HourRun(options, line => Console.Error.WriteLine("bench: " + line)).RunAsync(interrupt.First);
        return report.Publish(parsed.GetValue(json));
    }
    catch (RunFailedException e)
    {
        Console.Error.WriteLine("sageserve: " + e.Message);
        return 1;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("sageserve: interrupted");
        return 130;
    }
});
return await root.Parse(args).InvokeAsync();
