namespace SageServe.Hosting;

/// <summary>Options with rules that concern more than one member.</summary>
public interface ICheckedOptions
{
    /// <summary>One sentence for each broken rule; names of members as they stand in the file.</summary>
    IEnumerable<string> Problems();
}
