using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>Whole lines to the parent, from any thread. A parent that is gone is no error: the end of stdin says so too.</summary>
internal sealed class ChildOutput(TextWriter output)
{
    private readonly Lock _gate = new();

    public void Tell(ChildMessage message)
    {
        var line = JsonSerializer.Serialize(message, EmulatorJson.Default.ChildMessage);
        lock (_gate)
        {
            try
            {
                output.WriteLine(line);
                output.Flush();
            }
            catch (IOException)
            {
                // The parent is gone.
            }
        }
    }
}
