namespace SageServe.Tidy.Tests;

/// <summary>A habit of the house that can be checked. Every broken one is a sentence with the file's name.</summary>
internal interface ITidyRule
{
    IEnumerable<string> Violations();
}
